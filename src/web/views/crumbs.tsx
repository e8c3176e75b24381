// The way from the section to the page that is shown.
import type { Crumb } from '../form-view-models.js';
import { Written } from './written.js';

export function Crumbs({ crumbs, here }: { crumbs: readonly Crumb[]; here: string }) {
  return (
    <nav class="crumbs" aria-label="Breadcrumb">
      {crumbs.map(({ text, path }) => (
        <span key={path}>
          <a href={path}>
            <Written text={text} />
          </a>{' '}
          <span aria-hidden="true">/</span>{' '}
        </span>
      ))}
      <span aria-current="page">
        <Written text={here} />
      </span>
    </nav>
  );
}
