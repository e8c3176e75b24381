// The style sheet, the icon and the one script. Their names carry a digest of their bytes, so that a browser may keep
// them for ever and a new release is seen at once.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Asset {
  /** Last part of the address: `bursar-1f3a….css`. */
  readonly fileName: string;
  readonly contentType: string;
  readonly body: Buffer;
}

const DIGEST_LENGTH = 16;
const TYPES = { css: 'text/css', svg: 'image/svg+xml', js: 'text/javascript' } as const;

const STYLE_SHEET = asset('bursar', 'css', styleSheet());
const ICON = asset('icon', 'svg', ours('icon.svg'));
const FOLLOW_SCRIPT = asset('follow', 'js', ours('follow.js'));
export const ASSETS: readonly Asset[] = [STYLE_SHEET, ICON, FOLLOW_SCRIPT];

export const STYLE_SHEET_PATH = assetPath(STYLE_SHEET);
export const ICON_PATH = assetPath(ICON);
/** Reads the part of a page again that is marked `data-follow`, every two seconds. */
export const FOLLOW_SCRIPT_PATH = assetPath(FOLLOW_SCRIPT);

/** The asset of that name, or undefined: also for the name that an older release gave it. */
export function assetNamed(fileName: string): Asset | undefined {
  return ASSETS.find((candidate) => candidate.fileName === fileName);
}

/** Pico in a cascade layer of its own: unlayered rules win over it without `!important`. */
function styleSheet(): string {
  const pico = readFileSync(
    fileURLToPath(import.meta.resolve('@picocss/pico/css/pico.min.css')),
    'utf8',
  );
  return `@layer pico {\n${pico.replace(/^@charset "UTF-8";/, '')}\n}\n${ours('bursar.css')}`;
}

function ours(fileName: string): string {
  return readFileSync(new URL(`./assets/${fileName}`, import.meta.url), 'utf8');
}

function asset(name: string, extension: keyof typeof TYPES, text: string): Asset {
  const digest = createHash('sha256').update(text).digest('hex').slice(0, DIGEST_LENGTH);
  return {
    fileName: `${name}-${digest}.${extension}`,
    contentType: `${TYPES[extension]}; charset=utf-8`,
    body: Buffer.from(text),
  };
}

function assetPath({ fileName }: Asset): string {
  return `/assets/${fileName}`;
}
