// Pure helpers for hostile text: shortening by characters, link checking, number words.

/** Shorten to a number of characters without cutting one in half. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const characters = Array.from(text.slice(0, limit * 2));
  return characters.length <= limit && text.length <= limit * 2 ? text : characters.slice(0, limit - 1).join("").trimEnd() + "…";
}

/** One line: control characters and runs of white space become a single space. */
export function oneLine(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u001f\u007f-\u009f\s]+/g, " ").trim();
}

/** Without the marks that turn the direction of what follows. */
export function withoutDirection(text: string): string {
  return text.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "");
}

/** An address that may be linked: http or https, no user name; null for anything else. */
export function safeLink(text: string): { href: string; host: string } | null {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    return null;
  }
  if ((url.protocol !== "http:" && url.protocol !== "https:") || url.username !== "" || url.password !== "") return null;
  return { href: url.href, host: url.host };
}

/** Break a name into lines of about `width` characters, at its spaces and hyphens. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/(?<=-)| /)) {
    const last = lines[lines.length - 1];
    const joined = last === undefined ? word : last.endsWith("-") ? last + word : `${last} ${word}`;
    if (last !== undefined && joined.length <= width) lines[lines.length - 1] = joined;
    else lines.push(word);
  }
  return lines;
}
