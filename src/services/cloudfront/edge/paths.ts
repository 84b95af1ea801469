// Paths and the patterns of cache behaviours. AWS: "Cache behavior settings", path pattern: case-sensitive, "*" for any number of characters,
// "?" for one; "CloudFront normalizes URI paths consistent with RFC 3986 and then matches the path with the correct cache behavior."
// Whoever asks for "/public/../private/x" asks for "/private/x": what is behind signatures must not be reached under another name. Pure.

/** A path without dot segments and without encodings of characters that need none (RFC 3986, 6.2.2). */
export function normalizePath(path: string): string {
  const decoded = path.replace(/%([0-9A-Fa-f]{2})/g, (whole, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return /[A-Za-z0-9\-._~]/.test(character) ? character : whole.toUpperCase();
  });
  const segments: string[] = [];
  const parts = decoded.split("/").slice(1);
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    if (part === "..") segments.pop();
    else if (part !== ".") segments.push(part);
    if (isLast && (part === "." || part === "..")) segments.push("");
  }
  return `/${segments.join("/")}`;
}

/** A path as it can be sent on: what would end a path or change it on the way is encoded. */
export function safePath(path: string): string {
  return path.replaceAll("\\", "%5C").replaceAll("#", "%23").replaceAll("?", "%3F");
}

/** Whether a pattern of a cache behaviour means a path. The slash in front may be missing in the pattern. */
export function matchesPattern(pattern: string, path: string): boolean {
  return matchesWildcards(pattern.startsWith("/") ? pattern : `/${pattern}`, path);
}

/** Whether a text is what a text with "*" and "?" says. Takes time in proportion to both, whatever they are. */
export function matchesWildcards(pattern: string, text: string): boolean {
  let [at, next, star, retry] = [0, 0, -1, 0];
  while (at < text.length) {
    const wanted = pattern[next];
    if (wanted === "*") {
      star = next++;
      retry = at;
    } else if (wanted === "?" || wanted === text[at]) {
      at++;
      next++;
    } else if (star === -1) return false;
    else {
      next = star + 1;
      at = ++retry;
    }
  }
  while (pattern[next] === "*") next++;
  return next === pattern.length;
}
