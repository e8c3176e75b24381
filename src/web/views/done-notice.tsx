// What was just done to the account, and the balance that came of it.
import type { Currency } from '../../kernel/money.js';
import type { StudentView } from '../account-view-models.js';
import { RECORDED_NOTICE_ID } from '../links.js';
import { balanceInWords } from './recorded-notice.js';
import { Written } from './written.js';

export interface DoneNoticeProps {
  readonly done: NonNullable<StudentView['done']>;
  readonly view: StudentView;
  readonly currency: Currency;
}

export function DoneNotice({ done, view, currency }: DoneNoticeProps) {
  if (done === 'not_seen') return <NotSeen />;
  return (
    <div class="notice ok" role="status" tabindex={-1} id={RECORDED_NOTICE_ID}>
      <h2>
        <Written text={done.text} />
      </h2>
      <p>
        {'New balance: '}
        <strong class="num">{balanceInWords(view.totals.netMinor, currency)}</strong>.
      </p>
    </div>
  );
}

function NotSeen() {
  return (
    <div class="notice ok" role="status" tabindex={-1} id={RECORDED_NOTICE_ID}>
      <h2>It is recorded</h2>
      <p>This page does not show it yet: read it again in a moment. Do not do it a second time.</p>
    </div>
  );
}
