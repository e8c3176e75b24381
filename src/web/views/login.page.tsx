// Signing in: why the reader is here, and the form. A session that ended says what became of the work.
import { formatDuration } from '../format.js';
import { LOGIN_PATH } from '../links.js';
import type { LoginView, SignInReason } from '../sign-in-view-models.js';
import type { Frame } from '../view-models.js';
import { Layout } from './layout.js';
import { Remember } from './remember-me.js';

interface Notice {
  readonly tone: 'ok' | 'warn' | 'err';
  readonly title: string;
  readonly text: string;
}

const PROBLEMS: readonly SignInReason[] = ['wrong_credentials', 'too_many_attempts', 'incomplete'];

export function LoginPage({ frame, view }: { frame: Frame; view: LoginView }) {
  const failed = view.reason !== undefined && PROBLEMS.includes(view.reason);
  return (
    <Layout frame={frame} title={titleOf(view, failed)}>
      <div class="narrow">
        {view.reason !== undefined && <ReasonNotice view={view} reason={view.reason} />}
        <section class="sheet" aria-labelledby="login">
          <h1 id="login">Sign in</h1>
          <p class="muted">{`School billing for ${frame.schoolName}.`}</p>
          <LoginForm view={view} wrong={failed && view.reason !== 'too_many_attempts'} />
        </section>
        <p class="hint">Forgotten your password? Your administrator can start a reset.</p>
      </div>
    </Layout>
  );
}

/** No hidden token here: without a session there is nothing to bind it to; the server looks at
 * where the request comes from instead. */
function LoginForm({ view, wrong }: { view: LoginView; wrong: boolean }) {
  const invalid = wrong
    ? { 'aria-invalid': 'true' as const, 'aria-describedby': 'login-error' }
    : {};
  return (
    <form method="post" action={LOGIN_PATH}>
      {view.next !== undefined && <input type="hidden" name="next" value={view.next} />}
      <div class="fields">
        <label class="wide">
          User name{' '}
          <input
            name="username"
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            maxlength={100}
            required
            autofocus
            value={view.username}
            {...invalid}
          />
        </label>
        <label class="wide">
          Password{' '}
          <input
            type="password"
            name="password"
            autocomplete="current-password"
            maxlength={200}
            required
            {...invalid}
          />
        </label>
        {wrong && (
          <p class="error-text wide" id="login-error">
            {view.reason === 'incomplete'
              ? 'Enter your user name and your password.'
              : 'The user name or the password is not right. After 5 wrong tries the wait between tries grows.'}
          </p>
        )}
        <Remember checked={view.remember === true} limits={view.limits} />
      </div>
      <button type="submit">Sign in</button>
    </form>
  );
}

function ReasonNotice({ view, reason }: { view: LoginView; reason: SignInReason }) {
  const notice = noticeOf(reason, view.retryAfterSeconds);
  if (notice === undefined) return null;
  const effect = view.draft === undefined ? notice.text : <Draft draft={view.draft} />;
  return (
    <div class={`notice ${notice.tone}`} role={notice.tone === 'err' ? 'alert' : 'status'}>
      <h2>{notice.title}</h2>
      <p>{effect}</p>
    </div>
  );
}

function Draft({ draft }: { draft: string }) {
  return (
    <>
      {`${draft} that you were sending was `}
      <strong>not recorded</strong>. What you typed is kept: sign in and the form opens again,
      filled in.
    </>
  );
}

function noticeOf(reason: SignInReason, retryAfterSeconds = 60): Notice | undefined {
  switch (reason) {
    case 'expired':
      return warn('You were signed out because of time', NOTHING_CHANGED);
    case 'revoked':
      return warn(
        'Your session was ended',
        `It was ended from another device, by a new password or by an administrator. ${NOTHING_CHANGED}`,
      );
    case 'superseded':
      return warn(
        'Your session was renewed in another tab',
        `Go back and try again, or sign in here. ${NOTHING_CHANGED}`,
      );
    case 'signed_out':
      return { tone: 'ok', title: 'You are signed out', text: 'This session no longer works.' };
    case 'too_many_attempts':
      return {
        tone: 'err',
        title: 'Too many tries',
        text: `Wait ${formatDuration(retryAfterSeconds)}, then try again. Nobody was signed in.`,
      };
    case 'required':
    case 'wrong_credentials':
    case 'incomplete':
      return undefined;
  }
}

const NOTHING_CHANGED = 'Sign in to go on; nothing was changed.';

function warn(title: string, text: string): Notice {
  return { tone: 'warn', title, text };
}

function titleOf(view: LoginView, failed: boolean): string {
  if (failed) return 'Error: sign in';
  const again: readonly SignInReason[] = ['expired', 'revoked', 'superseded'];
  return view.reason !== undefined && again.includes(view.reason) ? 'Sign in again' : 'Sign in';
}
