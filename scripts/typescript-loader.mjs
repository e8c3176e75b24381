// node --import ./scripts/typescript-loader.mjs file.ts: runs TypeScript and TSX without a build step,
// with decorators and their metadata (Nest's injection needs them). Only our own *.ts and *.tsx are
// touched; packages load at native speed.
import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

const isOurs = (url) =>
  url.startsWith('file:') && /\.tsx?(\?|$)/.test(url) && !url.includes('/node_modules/');

/** `./x.js` in our source means `./x.ts` or `./x.tsx`, as in the emitted build. */
function sourceOf(specifier, parentURL) {
  const stem = specifier.slice(0, -3);
  return existsSync(fileURLToPath(new URL(`${stem}.ts`, parentURL))) ? `${stem}.ts` : `${stem}.tsx`;
}

registerHooks({
  resolve(specifier, context, next) {
    const relative = /^\.{1,2}\/.*\.js$/.test(specifier);
    return relative && context.parentURL && isOurs(context.parentURL)
      ? next(sourceOf(specifier, context.parentURL), context)
      : next(specifier, context);
  },
  load(url, context, next) {
    if (!isOurs(url)) return next(url, context);
    const filename = fileURLToPath(url.replace(/\?.*$/, ''));
    const { code } = transformSync(readFileSync(filename, 'utf8'), {
      filename,
      swcrc: false,
      sourceMaps: 'inline',
      module: { type: 'es6' },
      jsc: {
        target: 'es2023',
        keepClassNames: true,
        parser: { syntax: 'typescript', decorators: true, tsx: filename.endsWith('x') },
        transform: {
          legacyDecorator: true,
          decoratorMetadata: true,
          useDefineForClassFields: true,
          react: { runtime: 'automatic', importSource: 'preact' },
        },
      },
    });
    return { format: 'module', source: code, shortCircuit: true };
  },
});
