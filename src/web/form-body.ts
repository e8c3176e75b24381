// What a form sent: texts under names. A field that came twice, or not as text, counts as missing.

/** The text of a field as it was typed; empty when it is missing. */
export function fieldText(body: unknown, name: string): string {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return '';
  const value: unknown = Reflect.get(body, name);
  return typeof value === 'string' ? value : '';
}

/** A field of an address or form; undefined when it is missing or blank. */
export function filledText(body: unknown, name: string): string | undefined {
  const text = fieldText(body, name).trim();
  return text === '' ? undefined : text;
}
