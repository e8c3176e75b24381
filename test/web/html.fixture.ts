// Looking into a page's text without a browser.

/** The text that a reader sees, with blanks folded; hidden fields and tags are gone. */
export function textOf(html: string): string {
  return html
    .replace(/<head>.*?<\/head>/s, ' ')
    .replace(/<\/?(bdi|wbr)\/?>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/[\s\u00a0\u202f]+/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&quot;', '"')
    .trim();
}

/** Each start tag of that name. */
export function tagsOf(html: string, name: string): string[] {
  return html.match(new RegExp(`<${name}(\\s[^>]*)?>`, 'g')) ?? [];
}

/** The value of an attribute of a start tag; undefined when the tag has none of that name. */
export function attributeOf(tag: string, name: string): string | undefined {
  return new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll('&amp;', '&');
}

/** The addresses that links and forms of a page lead to. */
export function targetsOf(html: string): string[] {
  const links = tagsOf(html, 'a').map((tag) => attributeOf(tag, 'href') ?? '');
  const forms = tagsOf(html, 'form').map((tag) => attributeOf(tag, 'action') ?? '');
  return [...links, ...forms];
}
