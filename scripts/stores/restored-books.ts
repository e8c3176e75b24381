// Restored books take their place in two renames, and a note on the disk says so before the first:
// whoever comes next, after a kill or a power cut in between, finishes what the note says.
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { writeSecret } from '../process/secret-file.js';

/** What of a data directory is books; its keys and its lock stay where they are. */
const PARTS = ['events', 'postgres'];
const NOTE = z.object({ stage: z.string(), aside: z.string(), backup: z.string() });

/**
 * Folders of the data directory by name: where the books are prepared, where the former ones go; and
 * the back-up that they are from.
 */
export type BooksMove = z.output<typeof NOTE>;

/** Whether anybody's books are in the folder. */
export function hasBooks(dataDirectory: string): boolean {
  return ['events/events.db', 'postgres/data'].some((part) =>
    existsSync(path.join(dataDirectory, part)),
  );
}

/** What a restore left to do that was cut short after all was prepared. */
export function pendingMove(dataDirectory: string): BooksMove | undefined {
  const note = noteFile(dataDirectory);
  if (!existsSync(note)) return undefined;
  return NOTE.parse(JSON.parse(readFileSync(note, 'utf8')));
}

/** Puts prepared books in place. From the note on, it is done whatever happens. */
export function putInPlace(dataDirectory: string, move: BooksMove): void {
  writeSecret(noteFile(dataDirectory), `${JSON.stringify(move)}\n`);
  finishMove(dataDirectory);
}

/**
 * Finishes what a `putInPlace` that was killed left half done. Only for the holder of the folder's lock.
 */
export function finishMove(dataDirectory: string): void {
  const move = pendingMove(dataDirectory);
  if (move === undefined) return;
  const inData = (...names: string[]) => path.join(dataDirectory, ...names);
  for (const part of PARTS) {
    const prepared = inData(move.stage, part);
    // It is in place already; what stands there is not the former one.
    if (!existsSync(prepared)) continue;
    if (existsSync(inData(part))) moveAside(inData(part), inData(move.aside, part));
    renameSync(prepared, inData(part));
  }
  sync(dataDirectory);
  rmSync(inData(move.stage), { recursive: true, force: true });
  rmSync(noteFile(dataDirectory));
}

function moveAside(from: string, to: string): void {
  mkdirSync(path.dirname(to), { recursive: true, mode: 0o711 });
  renameSync(from, to);
  sync(path.dirname(to));
}

function noteFile(dataDirectory: string): string {
  return path.join(dataDirectory, 'restore.json');
}

function sync(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
