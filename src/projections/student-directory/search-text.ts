// Folding of names for search: "Nájera" is found by "najera", "Łukasz" by "lukasz". Done here and
// not in Postgres, whose `unaccent` is an extension that not every server has.

/** Letters that Unicode does not take apart into a base letter and a mark. */
const UNDECOMPOSED: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ı: 'i',
};

/** Lower case, without accents, compatibility forms unified (NFKD), single spaces. */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[ßæœøđðłþı]/g, (letter) => UNDECOMPOSED[letter] ?? letter)
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** What the search of a student looks through. */
export function searchTextOf(student: {
  givenName: string;
  familyName: string;
  admissionNo: string;
}): string {
  const { givenName, familyName, admissionNo } = student;
  return folded(`${givenName} ${familyName} ${admissionNo}`);
}

/** LIKE patterns of a search, one for each word: a student must match all of them. */
export function searchPatterns(q: string): string[] {
  const words = folded(q)
    .split(' ')
    .filter((word) => word !== '');
  return words.map((word) => `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`);
}
