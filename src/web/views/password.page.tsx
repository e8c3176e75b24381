// Choosing an own password: after a one-time password the only page, later whenever somebody wants to.
import { PASSWORD_PATH } from '../links.js';
import type { PasswordView } from '../sign-in-view-models.js';
import type { SignedInFrame } from '../view-models.js';
import { Layout } from './layout.js';

interface PasswordPageProps {
  readonly frame: SignedInFrame;
  readonly view: PasswordView;
}

export function PasswordPage({ frame, view }: PasswordPageProps) {
  const title = view.problem === undefined ? 'Change password' : 'Error: password not changed';
  return (
    <Layout frame={frame} title={title}>
      <div class="narrow">
        {view.problem !== undefined && (
          <div class="notice err" role="alert">
            <h2>The password was not changed</h2>
            <p id="password-error">{view.problem.message}</p>
          </div>
        )}
        <section class="sheet" aria-labelledby="password">
          <h1 id="password">Change password</h1>
          <form method="post" action={PASSWORD_PATH}>
            <input type="hidden" name="csrf" value={frame.user.csrf} />
            <div class="fields">
              <label class="wide">
                User name{' '}
                <input name="username" autocomplete="username" readonly value={view.username} />
              </label>
              <PasswordInput view={view} field="currentPassword" text="Password now" />
              <PasswordInput view={view} field="newPassword" text="New password" />
              <p class="hint wide" id="password-hint">
                At least 8 characters; a few words together are best. Your other sessions end.
              </p>
            </div>
            <button type="submit">Change password</button>
          </form>
        </section>
      </div>
    </Layout>
  );
}

interface PasswordInputProps {
  readonly view: PasswordView;
  readonly field: 'currentPassword' | 'newPassword';
  readonly text: string;
}

function PasswordInput({ view, field, text }: PasswordInputProps) {
  const isNew = field === 'newPassword';
  const isWrong = view.problem?.field === field;
  const notes = [...(isWrong ? ['password-error'] : []), ...(isNew ? ['password-hint'] : [])];
  return (
    <label class="wide">
      {text}{' '}
      <input
        type="password"
        name={field}
        autocomplete={isNew ? 'new-password' : 'current-password'}
        maxlength={200}
        required
        autofocus={isWrong || (!isNew && view.problem === undefined)}
        aria-invalid={isWrong ? 'true' : undefined}
        aria-describedby={notes.length === 0 ? undefined : notes.join(' ')}
      />
    </label>
  );
}
