// The frame of every page: head, top bar, main part, foot. Works without a script.
import type { ComponentChildren } from 'preact';
import { ICON_PATH, STYLE_SHEET_PATH } from '../assets.js';
import { currencyName } from '../format.js';
import type { Frame } from '../view-models.js';
import { TopBar, type Section } from './top-bar.js';
import { Written } from './written.js';

export interface LayoutProps {
  /** Absent where a page fails before the school and the reader are known. */
  readonly frame: Frame | undefined;
  /** First words of the window's title; an error's begins with "Error". */
  readonly title: string;
  readonly section?: Section;
  /** A script that saves the reader a reload; the page works without it. */
  readonly script?: string;
  /** The paper that the page is printed on; A4 when absent. */
  readonly paper?: 'receipt';
  readonly children: ComponentChildren;
}

export function Layout({ frame, title, section, paper, script, children }: LayoutProps) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>{`${title} · Bursar`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href={ICON_PATH} type="image/svg+xml" />
        <link rel="stylesheet" href={STYLE_SHEET_PATH} />
        {script !== undefined && <script src={script} defer />}
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
