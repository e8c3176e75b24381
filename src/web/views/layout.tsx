// The frame of every page: head, top bar, main part, foot. Works without a script; there is none.
import type { ComponentChildren } from 'preact';
import { ICON_PATH, STYLE_SHEET_PATH } from '../assets.js';
import { currencyName } from '../format.js';
import { DASHBOARD_PATH, LOGOUT_PATH, PASSWORD_PATH, STUDENTS_PATH } from '../links.js';
import type { Frame, FrameUser } from '../view-models.js';
import { Written } from './written.js';

export type Section = 'dashboard' | 'students';

export interface LayoutProps {
  /** Absent where a page fails before the school and the reader are known. */
  readonly frame: Frame | undefined;
  /** First words of the window's title; an error's begins with "Error". */
  readonly title: string;
  readonly section?: Section;
  /** The paper that the page is printed on; A4 when absent. */
  readonly paper?: 'receipt';
  readonly children: ComponentChildren;
}

const SECTIONS: readonly { section: Section; path: string; text: string }[] = [
  { section: 'dashboard', path: DASHBOARD_PATH, text: 'Dashboard' },
  { section: 'students', path: STUDENTS_PATH, text: 'Students' },
];

export function Layout({ frame, title, section, paper, children }: LayoutProps) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>{`${title} · Bursar`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href={ICON_PATH} type="image/svg+xml" />
        <link rel="stylesheet" href={STYLE_SHEET_PATH} />
      </head>
      <body class={paper === 'receipt' ? 'receipt-paper' : undefined}>
        <a class="skip" href="#main">
          Skip to content
        </a>
        <TopBar frame={frame} section={section} />
        <main id="main" class="container" tabindex={-1}>
          {children}
        </main>
        {frame !== undefined && <Foot frame={frame} />}
      </body>
    </html>
  );
}

interface TopBarProps {
  readonly frame: Frame | undefined;
  readonly section: Section | undefined;
}

function TopBar({ frame, section }: TopBarProps) {
  const user = frame?.user;
  return (
    <header class="top">
      <div class="container">
        <div class="brand">
          <a href={DASHBOARD_PATH}>Bursar</a>{' '}
          <span>
            <Written text={frame?.schoolName} />
          </span>
        </div>
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

function Foot({ frame }: { frame: Frame }) {
  return (
    <footer class="foot">
      <div class="container">
        <span>
          <Written text={frame.schoolName} />
        </span>
        <span>{`All amounts in ${currencyName(frame.currency)} (${frame.currency})`}</span>
        <span>{`Times are local, ${frame.timeZone}`}</span>
      </div>
    </footer>
  );
}
