// As of when the figures of a page count, and up to which place in the log: without it a figure would
// claim more than is known.
import { counted, formatCount, formatInstant, formatLag } from '../format.js';
import type { AsOf } from '../view-models.js';

/** Above this the reader is told in bold, and offered to read again. */
const LATE_SECONDS = 5;

export interface AsOfLineProps {
  readonly subject: string;
  readonly asOf: AsOf;
  readonly timeZone: string;
}

export function AsOfLine({ subject, asOf, timeZone }: AsOfLineProps) {
  return (
    <p class="asof keep">
      <span>
        {`${subject}: as of `}
        <strong>
          <time datetime={asOf.instant.toISOString()}>{formatInstant(asOf.instant, timeZone)}</time>
        </strong>
      </span>
      <span>
        log position <strong>{formatCount(asOf.position)}</strong>
      </span>
      {asOf.lagSeconds !== undefined && <Lag seconds={asOf.lagSeconds} href={asOf.href} />}
      {asOf.incomplete !== undefined && asOf.incomplete > 0 && (
        <strong>{`without ${counted(asOf.incomplete, 'student')} whose figures are held back`}</strong>
      )}
    </p>
  );
}

function Lag({ seconds, href }: { seconds: number; href: string }) {
  const text = `${formatLag(seconds)} behind the log`;
  if (seconds <= LATE_SECONDS) return <span class="no-print">{text}</span>;
  return (
    <span>
      <strong>{text}</strong>{' '}
      <a class="no-print" href={href}>
        Read again
      </a>
    </span>
  );
}
