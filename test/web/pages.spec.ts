// What holds on every page in every state.
import { STYLE_SHEET_PATH } from '../../src/web/assets.js';
import { attributeOf, tagsOf, targetsOf } from './html.fixture.js';
import { PAGES } from './pages.fixture.js';

const pages = Object.entries(PAGES);
const EXISTING = [
  /^\/(login|logout|password|dashboard)$/,
  /^\/students(\?.*)?$/,
  /^\/students\/[^/?#]+(\/(payments|details|withdraw|graduate|readmit))?$/,
  /^\/students\/[^/?#]+\/payments\/[^/?#]+\/(reverse|refund|move|hold)$/,
  /^\/students\/[^/?#]+\/(charges\/[^/?#]+\/cancel|refunds\/[^/?#]+\/reverse)$/,
  /^\/students\/[^/?#]+\/adjustments(\/[^/?#]+\/reverse|\?.*)?$/,
  /^\/receipts\/\d{4}\/\d+(\/reprints)?$/,
  /^\/terms(\?.*)?$/,
  /^\/terms\/[^/?#]+\/(open|fee-schedule|charge-run)(\?.*)?$/,
  /^\/charge-runs\/[^/?#]+(\/cancel)?$/,
  /^#[a-z-]+$/,
];

describe.each(pages)('the page %s', (_name, html) => {
  it('is a document in English with one title and one h1', () => {
    expect(html.startsWith('<!doctype html><html lang="en">')).toBe(true);
    expect(html.match(/<title>[^<]+ · Bursar<\/title>/g)).toHaveLength(1);
    expect(tagsOf(html, 'h1')).toHaveLength(1);
  });

  it('needs no inline script, style or data: address', () => {
    expect(html).not.toMatch(
      /<script(?! src="\/assets\/)|<style|\sstyle=|\son[a-z]+=|data:|javascript:/i,
    );
    expect(tagsOf(html, 'link').map((tag) => attributeOf(tag, 'href'))).toContain(STYLE_SHEET_PATH);
  });

  it('leads only to pages that exist', () => {
    const known = (target: string) => EXISTING.some((shape) => shape.test(target));
    expect(targetsOf(html).filter((target) => !known(target))).toEqual([]);
  });

  it('has a place for each of its links into itself', () => {
    const anchors = targetsOf(html).filter((target) => target.startsWith('#'));
    for (const anchor of anchors) expect(html).toContain(`id="${anchor.slice(1)}"`);
  });

  it('sends its token with every form that changes something, and never in an address', () => {
    const forms = html.match(/<form[^>]*method="post".*?<\/form>/gs) ?? [];
    const withSession = forms.filter((form) => !form.includes('action="/login"'));
    for (const form of withSession) expect(form).toContain('name="csrf"');
    for (const target of targetsOf(html)) expect(target).not.toContain('csrf');
  });

  it('names each field by a label around it', () => {
    const labelled = (html.match(/<label.*?<\/label>/gs) ?? []).join('');
    const fields = ['input', 'select', 'textarea'].flatMap((name) => tagsOf(html, name));
    const visible = fields.filter((tag) => attributeOf(tag, 'type') !== 'hidden');
    for (const field of visible) expect(labelled).toContain(field);
  });

  it('gives each table a caption and each heading cell its direction', () => {
    expect(tagsOf(html, 'caption')).toHaveLength(tagsOf(html, 'table').length);
    for (const head of tagsOf(html, 'th')) expect(head).toMatch(/scope="(col|row)"/);
  });

  it('uses an id once', () => {
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
