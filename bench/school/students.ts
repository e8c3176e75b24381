// The list of students as clients walk it.
import type { SchoolClient } from './school-client.js';

export const FIRST_PAGE = '/api/v1/students?limit=50';

export interface ListedStudent {
  readonly id: string;
  readonly netMinor: number;
}

interface Page {
  readonly items: readonly ListedStudent[];
  readonly nextCursor?: string;
}

export function parsePage(text: string): Page {
  return JSON.parse(text) as Page;
}

/**
 * Every student, page by page.
 * @param consistencyToken  The first page waits for this write.
 */
export async function allStudents(
  client: SchoolClient,
  consistencyToken?: string,
): Promise<ListedStudent[]> {
  const first = await client.send({ method: 'GET', path: FIRST_PAGE, consistencyToken });
  if (first.stale) throw new Error('the list is behind the last write, and did not catch up');
  const students: ListedStudent[] = [];
  for (let page = parsePage(first.text); ;) {
    students.push(...page.items);
    if (page.nextCursor === undefined) return students;
    page = await client.json<Page>({ method: 'GET', path: pathAfter(page.nextCursor) });
  }
}

/** The paths of all pages, in order. */
export async function pagePaths(client: SchoolClient): Promise<string[]> {
  const paths = [FIRST_PAGE];
  for (let path = FIRST_PAGE; ;) {
    const { nextCursor } = await client.json<Page>({ method: 'GET', path });
    if (nextCursor === undefined) return paths;
    path = pathAfter(nextCursor);
    paths.push(path);
  }
}

function pathAfter(cursor: string): string {
  return `${FIRST_PAGE}&cursor=${encodeURIComponent(cursor)}`;
}
