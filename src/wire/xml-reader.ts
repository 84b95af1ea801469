// Reads an XML document into elements. Strict where it matters for a request body (tags must match, entities must be
// known, no DTD), and small: S3, CloudFront and Route 53 send plain elements with text.
//
// Written here rather than taken from fast-xml-parser: that one accepts unclosed tags, limits how many entities a
// document may use (a list of keys with "&" in them meets the limit), and refuses some element names.

export interface XmlElement {
  /** Without its namespace prefix. */
  readonly name: string;
  /** As written. */
  readonly qualifiedName: string;
  /** Where it begins and ends in the document, whose line ends are line feeds and which has no byte order mark. */
  readonly start: number;
  readonly end: number;
  /** By their names as written, prefixes included. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The element's own text, in one piece. */
  readonly text: string;
}

/** Why a text is not well-formed. */
export class XmlSyntaxError extends Error {
  override readonly name = "XmlSyntaxError";
}

interface OpenElement {
  readonly qualifiedName: string;
  readonly name: string;
  readonly start: number;
  end: number;
  readonly attributes: Map<string, string>;
  readonly children: XmlElement[];
  text: string;
}

const MARKUP =
  /<(?:\?[^]*?\?>|!--[^]*?-->|!\[CDATA\[([^]*?)\]\]>|(\/?)([^\s/>!?<"'=]+)((?:[^>"']|"[^"]*"|'[^']*')*?)(\/?)>)/y;
const ATTRIBUTE = /\s+([^\s=<>"'/]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
/** LIMIT: ours, far above the nesting of any AWS shape. */
const MAXIMUM_DEPTH = 200;

/** The document's root element; throws XmlSyntaxError if the text is not one well-formed element. */
export function readXml(source: string): XmlElement {
  // XML 1.0, 2.11: line ends reach the application as a single line feed.
  const text = (source.startsWith("\uFEFF") ? source.slice(1) : source).replace(/\r\n?/g, "\n");
  const open: OpenElement[] = [];
  let root: XmlElement | undefined;
  let at = 0;
  while (at < text.length) {
    const next = text.indexOf("<", at);
    const end = next === -1 ? text.length : next;
    if (end > at) addText(open, decodeEntities(text.slice(at, end)));
    if (next === -1) break;
    MARKUP.lastIndex = next;
    const match = MARKUP.exec(text);
    if (match === null) throw new XmlSyntaxError(`Unexpected markup at position ${next}`);
    at = MARKUP.lastIndex;
    const [, cdata, slash, qualifiedName, rest = "", selfClosing] = match;
    if (cdata !== undefined) addText(open, cdata);
    if (qualifiedName === undefined) continue;
    if (slash === "/") {
      const closed = open.pop();
      if (closed?.qualifiedName !== qualifiedName || rest.trim() !== "")
        throw new XmlSyntaxError(`Unexpected end of "${qualifiedName}"`);
      closed.end = at;
      if (open.length === 0) root = closed;
      continue;
    }
    if (root !== undefined && open.length === 0) throw new XmlSyntaxError("More than one root element");
    const element = openElement(qualifiedName, rest, next, at);
    open[open.length - 1]?.children.push(element);
    if (selfClosing === "/") {
      if (open.length === 0) root = element;
    } else if (open.push(element) > MAXIMUM_DEPTH) throw new XmlSyntaxError("Nested too deeply");
  }
  if (root === undefined || open.length > 0) throw new XmlSyntaxError("The document ends too early");
  return root;
}

function openElement(qualifiedName: string, rest: string, start: number, end: number): OpenElement {
  return {
    qualifiedName,
    start,
    end,
    name: qualifiedName.slice(qualifiedName.indexOf(":") + 1),
    attributes: readAttributes(rest),
    children: [],
    text: "",
  };
}

function readAttributes(rest: string): Map<string, string> {
  const attributes = new Map<string, string>();
  const trimmed = rest.trimEnd();
  ATTRIBUTE.lastIndex = 0;
  while (ATTRIBUTE.lastIndex < trimmed.length) {
    const match = ATTRIBUTE.exec(trimmed);
    if (match === null) throw new XmlSyntaxError("Unexpected text in a tag");
    const name = match[1] as string;
    if (attributes.has(name)) throw new XmlSyntaxError(`The attribute "${name}" is given twice`);
    attributes.set(name, decodeEntities(match[2] ?? match[3] ?? ""));
  }
  return attributes;
}

function addText(open: readonly OpenElement[], text: string): void {
  const element = open[open.length - 1];
  if (element !== undefined) element.text += text;
  else if (text.trim() !== "") throw new XmlSyntaxError("Text outside the root element");
}

const NAMED_ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&([^;&\s]*);?/g, (whole, body: string) => {
    if (!whole.endsWith(";")) throw new XmlSyntaxError("An ampersand that begins no entity");
    const decoded = body.startsWith("#") ? codePoint(body) : NAMED_ENTITIES[body];
    if (decoded === undefined) throw new XmlSyntaxError(`Unknown entity "${body}"`);
    return decoded;
  });
}

function codePoint(body: string): string | undefined {
  const isHexadecimal = body[1] === "x";
  const digits = body.slice(isHexadecimal ? 2 : 1);
  if (!(isHexadecimal ? /^[0-9a-fA-F]{1,6}$/ : /^\d{1,7}$/).test(digits)) return undefined;
  const code = Number.parseInt(digits, isHexadecimal ? 16 : 10);
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

const SPECIAL = /[&<>"\r\u0085\u2028]/g;
const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\r": "&#xD;",
  "\u0085": "&#x85;",
  "\u2028": "&#x2028;",
};

/** Text as it stands between tags or in an attribute. */
export function escapeXml(text: string): string {
  return text.replace(SPECIAL, (character) => ESCAPES[character] as string);
}
