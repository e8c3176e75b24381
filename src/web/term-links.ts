// The addresses of the pages of terms, fees and charge runs.
import { TERMS_PATH } from './links.js';

/** The terms of one school year; of the newest where none is named. */
export function termsPath(query: { schoolYear?: string; after?: string | undefined } = {}): string {
  return withQuery(TERMS_PATH, query);
}

export function openTermPath(termId: string): string {
  return `${termPath(termId)}/open`;
}

export function feeSchedulePath(
  termId: string,
  query: { published?: string; after?: string | undefined; copyFrom?: string } = {},
): string {
  return withQuery(`${termPath(termId)}/fee-schedule`, query);
}

export interface PreviewQuery {
  readonly class?: string | undefined;
  readonly effectiveDate?: string | undefined;
  /** Students after this one, by id. */
  readonly from?: string | undefined;
}

export function chargeRunPreviewPath(termId: string, query: PreviewQuery = {}): string {
  return withQuery(`${termPath(termId)}/charge-run`, { ...query });
}

export function chargeRunPath(chargeRunId: string, after?: string): string {
  return withQuery(`/charge-runs/${encodeURIComponent(chargeRunId)}`, { after });
}

/** The part of the page that changes while the run goes on. */
export function chargeRunProgressPath(chargeRunId: string): string {
  return `${chargeRunPath(chargeRunId)}/progress`;
}

export function cancelChargeRunPath(chargeRunId: string): string {
  return `${chargeRunPath(chargeRunId)}/cancel`;
}

/** Without what is absent or empty. */
export function withQuery(
  path: string,
  parts: Readonly<Record<string, string | undefined>>,
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parts)) {
    if (value !== undefined && value !== '') query.set(name, value);
  }
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

function termPath(termId: string): string {
  return `${TERMS_PATH}/${encodeURIComponent(termId)}`;
}
