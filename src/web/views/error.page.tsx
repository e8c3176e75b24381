// What could not be done, in words; what it changed; and what support needs to find it.
import { DASHBOARD_PATH, PASSWORD_PATH } from '../links.js';
import type { SentFields } from '../form-view-models.js';
import type { Frame, ProblemView } from '../view-models.js';
import { ErrorDetails } from './error-details.js';
import { Layout } from './layout.js';
import { ResendForm } from './resend-form.js';

export interface ErrorPageProps {
  readonly frame: Frame | undefined;
  readonly problem: ProblemView;
  /** The form whose sending ended here; it can be sent again with its key. */
  readonly sent: SentFields | undefined;
}

interface Words {
  readonly heading: string;
  readonly text: string;
  readonly tone: 'warn' | 'err';
}

export function ErrorPage({ frame, problem, sent }: ErrorPageProps) {
  const words = sent === undefined ? wordsOf(problem) : wordsOfSending(problem, sent);
  return (
    <Layout frame={frame} title={`Error ${problem.status}: ${sentence(words.heading)}`}>
      <div class="reading">
        <div class={`notice ${words.tone}`} role="alert">
          <h1>{words.heading}</h1>
          <p>{words.text}</p>
        </div>
        <ErrorDetails problem={problem} />
        <div class="actions">
          {sent !== undefined && frame?.user !== undefined && (
            <ResendForm
              sent={sent}
              csrf={frame.user.csrf}
              text={problem.effect === 'unknown' ? 'Check again' : 'Send again'}
            />
          )}
          {problem.code === 'password_change_required' ? (
            <a class="btn" href={PASSWORD_PATH}>
              Choose a password
            </a>
          ) : (
            <WayOut sent={sent} />
          )}
        </div>
      </div>
    </Layout>
  );
}

/** The dashboard sends on to the log-in whoever is not signed in: that is not always known here. */
function WayOut({ sent }: { sent: SentFields | undefined }) {
  return sent === undefined ? (
    <a class="btn outline" href={DASHBOARD_PATH}>
      Dashboard
    </a>
  ) : (
    <a class="btn outline" href={sent.look.path}>
      {sent.look.text}
    </a>
  );
}

function wordsOfSending(problem: ProblemView, { words }: SentFields): Words {
  const { what, done, warning } = words;
  if (problem.effect === 'unknown') {
    return {
      tone: 'warn',
      heading: 'We do not know yet',
      text: `Whether ${what} was ${done} is not known yet. ${warning} “Check again” asks in a moment: it carries the same key, so it is ${done} once, whatever became of the first try.`,
    };
  }
  const why = problem.detail ?? 'The books cannot be reached at the moment.';
  return {
    tone: 'err',
    heading: `${what.charAt(0).toUpperCase()}${what.slice(1)} was not ${done}`,
    text: `${why} Nothing was changed. Your form is kept; sending it again is safe, because it carries the same key and is done only once.`,
  };
}

function wordsOf({ status, code, detail, effect }: ProblemView): Words {
  if (effect === 'unknown') {
    return {
      tone: 'warn',
      heading: 'We do not know yet',
      text: 'Whether this was recorded is not known yet. Do not do it again before you have looked: send the same form again with the same key, or look at the account in a moment.',
    };
  }
  // The framework's own words name a method and a path; a page says it in ours.
  const missing = code === 'not_found' ? undefined : detail;
  switch (status) {
    case 403:
      return { tone: 'warn', heading: 'Not allowed', text: detail ?? NOT_ALLOWED };
    case 404:
      return { tone: 'warn', heading: 'Not found', text: missing ?? 'There is no such page.' };
    case 503:
      return { tone: 'err', heading: 'Not available at the moment', text: detail ?? UNAVAILABLE };
    default:
      return status >= 500
        ? { tone: 'err', heading: 'Something went wrong here', text: OUR_FAULT }
        : { tone: 'warn', heading: 'This cannot be done', text: detail ?? 'Nothing was changed.' };
  }
}

const NOT_ALLOWED = 'Your role does not allow this. Nothing was changed.';
const UNAVAILABLE = 'The books cannot be reached at the moment. Nothing was changed.';
const OUR_FAULT =
  'The fault is on our side and it is logged. The request id below tells support where to look.';

function sentence(heading: string): string {
  return heading.charAt(0).toLowerCase() + heading.slice(1);
}
