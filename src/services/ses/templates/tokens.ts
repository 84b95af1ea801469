// Cuts a template into text and tags, as Handlebars does: "~" takes the blanks beside a tag away, and a block's tag alone on a
// line takes the line. Pure.

/** Thrown for what is not a template; the API's version words the error. */
export class TemplateError extends Error {
  override readonly name = "TemplateError";
}

export type Token =
  | { readonly kind: "text"; readonly text: string }
  /** `sign` is "#", "^", "/", ">", "#*", "&", "!" or nothing. */
  | { readonly kind: "tag"; readonly sign: string; readonly content: string };

interface Tag {
  readonly sign: string;
  readonly content: string;
  readonly start: number;
  readonly end: number;
  readonly trimsBefore: boolean;
  readonly trimsAfter: boolean;
}

const STANDALONE: ReadonlySet<string> = new Set(["#", "^", "/", "#*", "!", ">"]);

/** Text and tags in their order; comments are gone. */
export function tokenize(template: string): Token[] {
  const tags = findTags(template);
  const tokens: Token[] = [];
  let from = 0;
  for (const [index, tag] of tags.entries()) {
    const before = template.slice(tags[index - 1]?.end ?? 0, tag.start);
    const after = template.slice(tag.end, tags[index + 1]?.start ?? template.length);
    const line = isAlone(tag, before, after, index === 0, index === tags.length - 1);
    let text = template.slice(from, tag.start);
    if (tag.trimsBefore) text = text.trimEnd();
    else if (line) text = text.replace(/[ \t]*$/, "");
    if (text !== "") tokens.push({ kind: "text", text });
    if (tag.sign !== "!") tokens.push({ kind: "tag", sign: tag.sign, content: tag.content });
    from = tag.end;
    if (tag.trimsAfter) from += after.length - after.trimStart().length;
    else if (line) from += /^[ \t]*(?:\r?\n)?/.exec(after)?.[0].length ?? 0;
  }
  const rest = template.slice(from);
  return rest === "" ? tokens : [...tokens, { kind: "text", text: rest }];
}

function isAlone({ sign, content }: Tag, before: string, after: string, isFirst: boolean, isLast: boolean): boolean {
  if (!STANDALONE.has(sign) && !/^else\b/.test(content)) return false;
  const beginsLine = /(?:^|\n)[ \t]*$/.test(before) && (isFirst || before.includes("\n"));
  const endsLine = /^[ \t]*(?:\r?\n|$)/.test(after) && (isLast || after.includes("\n"));
  return beginsLine && endsLine;
}

function findTags(template: string): Tag[] {
  const tags: Tag[] = [];
  let from = 0;
  for (;;) {
    const start = template.indexOf("{{", from);
    if (start === -1) return tags;
    const [opening = "{{", , before] = /^\{\{(\{?)(~?)/.exec(template.slice(start, start + 4)) ?? [];
    const isComment = template.startsWith("!--", start + opening.length);
    const closing = isComment ? "--" : opening.startsWith("{{{") ? "}}}" : "}}";
    const close = template.indexOf(closing, start + opening.length + (isComment ? 3 : 0));
    const end = isComment && close !== -1 ? template.indexOf("}}", close) : close;
    if (end === -1) throw new TemplateError("Unclosed tag.");
    const inside = template
      .slice(start + opening.length, end)
      .replace(/~$/, "")
      .trim();
    const [sign = ""] = /^(?:#\*|[#^/>&!])/.exec(inside) ?? [];
    from = end + (isComment ? 2 : closing.length);
    tags.push({
      sign,
      content: inside.slice(sign.length).trim(),
      start,
      end: from,
      trimsBefore: before === "~",
      trimsAfter: template[end - 1] === "~",
    });
  }
}
