// What people wrote: names, references, descriptions. It keeps its own direction (an Arabic name does
// not turn the words around it), and a word that is wider than a phone breaks.
import type { ComponentChildren } from 'preact';

const WORD_CHARACTERS_MAX = 16;
const PIECE_CHARACTERS = 8;
const CHARACTERS = new Intl.Segmenter('en', { granularity: 'grapheme' });

export function Written({ text }: { text: string | undefined }) {
  if (text === undefined) return null;
  return <bdi>{text.split(/(\s+)/).map(breakable)}</bdi>;
}

function breakable(word: string): ComponentChildren {
  if (word.length <= WORD_CHARACTERS_MAX) return word;
  const characters = Array.from(CHARACTERS.segment(word), ({ segment }) => segment);
  return characters.map((character, index) =>
    index > 0 && index % PIECE_CHARACTERS === 0 ? [<wbr key={index} />, character] : character,
  );
}
