// The bar at the top: the school, the parts of the site, and who is signed in.
import { DASHBOARD_PATH, LOGOUT_PATH, PASSWORD_PATH, STUDENTS_PATH, TERMS_PATH } from '../links.js';
import type { Frame, FrameUser } from '../view-models.js';
import { Written } from './written.js';

export type Section = 'dashboard' | 'students' | 'terms';

const SECTIONS: readonly { section: Section; path: string; text: string }[] = [
  { section: 'dashboard', path: DASHBOARD_PATH, text: 'Dashboard' },
  { section: 'students', path: STUDENTS_PATH, text: 'Students' },
  { section: 'terms', path: TERMS_PATH, text: 'Terms' },
];

interface TopBarProps {
  readonly frame: Frame | undefined;
  readonly section: Section | undefined;
}

export function TopBar({ frame, section }: TopBarProps) {
  const user = frame?.user;
  return (
    <header class="top">
      <div class="container">
        <Brand schoolName={frame?.schoolName} />
        {user !== undefined && (
          <>
            <Sections current={section} />
            <Who user={user} />
          </>
        )}
      </div>
    </header>
  );
}

function Brand({ schoolName }: { schoolName: string | undefined }) {
  return (
    <div class="brand">
      <a href={DASHBOARD_PATH}>Bursar</a>{' '}
      <span>
        <Written text={schoolName} />
      </span>
    </div>
  );
}

function Sections({ current }: { current: Section | undefined }) {
  return (
    <nav aria-label="Main">
      <ul>
        {SECTIONS.map(({ section, path, text }) => (
          <li key={section}>
            <a href={path} aria-current={section === current ? 'page' : undefined}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Who({ user }: { user: FrameUser }) {
  return (
    <div class="who">
      <span>
        <span class="vh">Signed in as </span>
        <Written text={user.displayName} />
      </span>
      <a href={PASSWORD_PATH}>Password</a>
      <form method="post" action={LOGOUT_PATH}>
        <input type="hidden" name="csrf" value={user.csrf} />
        <button class="outline">Sign out</button>
      </form>
    </div>
  );
}
