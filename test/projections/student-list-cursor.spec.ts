// Rule 18 over HTTP, sentence by sentence: a keyset cursor that carries its filters; limit 1 to 200; a
// bad cursor or filter is a 400, never a silent empty page.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ReadModelProgress } from '../../src/projections/consistency/read-model-progress.js';
import { encodeCursor } from '../../src/projections/page-cursor.js';
import { Books, idOf } from './books.js';
import { ProjectionDatabase, until } from './projector.js';
import { getFrom, startReadSide } from './read-side.js';

const AFTER: [string, string] = ['Dube Anert', idOf('Dube')];

describe('pages of the list of students', () => {
  let database: ProjectionDatabase;
  let app: NestFastifyApplication;
  const books = new Books();

  interface Page {
    readonly items: readonly { readonly familyName: string }[];
    readonly nextCursor?: string;
  }
  const pageOf = async (query: string) => {
    const { status, body } = await getFrom(app, `/students?${query}`);
    expect(status).toBe(200);
    const { items, nextCursor } = body as Page;
    return { names: items.map(({ familyName }) => familyName), nextCursor: nextCursor ?? '' };
  };
  const refusalOf = async (query: string) => {
    const { status, body } = await getFrom(app, `/students?${query}`);
    return [status, (body as { code?: string }).code];
  };
  const applied = () =>
    until('all is applied', () => app.get(ReadModelProgress).index === books.log.events.length);

  beforeAll(async () => {
    database = await ProjectionDatabase.create();
    books.openSchool();
    for (const name of ['Banda', 'Dube', 'Moyo', 'Ncube', 'Zulu']) books.register(name);
    books.register('Phiri', { class: 'Form 3B' });
    app = await startReadSide(database, books);
    await applied();
  });

  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  it('go on behind the last row: who came before it since moves nothing', async () => {
    const first = await pageOf('limit=2');
    expect(first.names).toEqual(['Banda', 'Dube']);
    books.register('Chirwa');
    books.register('Mutasa');
    await applied();
    const second = await pageOf(`limit=3&cursor=${first.nextCursor}`);
    expect(second.names).toEqual(['Moyo', 'Mutasa', 'Ncube']);
  });

  it('go on under the filters and the order that the cursor carries', async () => {
    const first = await pageOf('limit=1&class=Form%202A&status=active&sort=admissionNo&q=anert');
    expect(first.names).toEqual(['Banda']);
    const second = await pageOf(`limit=5&cursor=${first.nextCursor}`);
    expect(second.names).toEqual(['Chirwa', 'Dube', 'Moyo', 'Mutasa', 'Ncube']);
    const third = await pageOf(`limit=5&cursor=${second.nextCursor}`);
    expect(third).toEqual({ names: ['Zulu'], nextCursor: '' });
  });

  it.each(['class=Form%203B', 'status=withdrawn', 'paymentStatus=PAID', 'q=z', 'sort=admissionNo'])(
    'do not go on under %s: 400 bad_cursor',
    async (other) => {
      const { nextCursor } = await pageOf('limit=1&class=Form%202A');
      expect(await refusalOf(`limit=1&cursor=${nextCursor}&${other}`)).toEqual([400, 'bad_cursor']);
    },
  );

  it('hold 1 to 200 rows: other limits are a 400', async () => {
    expect((await pageOf('limit=1')).names).toHaveLength(1);
    expect((await pageOf('limit=200')).names).toHaveLength(8);
    expect(await refusalOf('limit=0')).toEqual([400, 'too_small']);
    expect(await refusalOf('limit=201')).toEqual([400, 'too_large']);
    for (const limit of ['-1', '1.5', '1e2', 'x', '']) {
      expect(await refusalOf(`limit=${limit}`)).toEqual([400, 'invalid_value']);
    }
  });

  it.each([
    ['nothing', ''],
    ['no JSON', 'x'],
    ['another shape', Buffer.from('{"page":2}').toString('base64url')],
    ['a status that nobody has', encodeCursor({ status: 'gone' }, AFTER)],
    ['a payment status that nobody has', encodeCursor({ paymentStatus: 'LATE' }, AFTER)],
    ['an order that there is not', encodeCursor({ sort: 'colour' }, AFTER)],
    ['the order of a top list', encodeCursor({ sort: '-outstanding' }, AFTER)],
    ['a filter that there is not', encodeCursor({ colour: 'red' }, AFTER)],
    ['a term that is no id', encodeCursor({ termId: '7' }, AFTER)],
    ['a row that no list could hold', encodeCursor({}, ['\0', AFTER[1]])],
    ['an id that is none', encodeCursor({}, ['Dube', '7'])],
  ])('are not given for a cursor of %s: 400 bad_cursor', async (_what, cursor) => {
    expect(await refusalOf(`cursor=${encodeURIComponent(cursor)}`)).toEqual([400, 'bad_cursor']);
  });

  it.each([
    ['status=gone', 'invalid_value'],
    ['status=', 'invalid_value'],
    ['paymentStatus=LATE', 'invalid_value'],
    ['sort=class', 'invalid_value'],
    ['class=', 'too_small'],
    [`class=${'A'.repeat(41)}`, 'too_large'],
    [`q=${'a'.repeat(101)}`, 'too_large'],
    ['q=', 'too_small'],
    ['q=%C2%B4', 'invalid_value'],
    ['termId=7', 'invalid_id'],
    [`termId=${idOf('no term')}`, 'unknown_term'],
    ['colour=red', 'unknown_field'],
  ])('are not given for the filter %s: 400 %s', async (filter, code) => {
    expect(await refusalOf(filter)).toEqual([400, code]);
  });
});
