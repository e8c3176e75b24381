// A form sent again: the same values under the same key, so it is the same command. Whatever became of
// the first sending, it is done once.
import type { SentFields } from '../form-view-models.js';

export interface ResendFormProps {
  readonly sent: SentFields;
  readonly csrf: string;
  readonly text: string;
}

export function ResendForm({ sent, csrf, text }: ResendFormProps) {
  return (
    <form method="post" action={sent.path}>
      <input type="hidden" name="csrf" value={csrf} />
      <input type="hidden" name="idempotencyKey" value={sent.idempotencyKey} />
      {Object.entries(sent.values).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button>{text}</button>
    </form>
  );
}
