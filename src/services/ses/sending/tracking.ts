// Opens and clicks: an image and links that lead over this machine, in the HTML of mails whose configuration set wants to know.
// Pure.
//
// AWS: "Amazon SES email sending metrics FAQs": an image of one pixel at the end of the HTML; links except those with the
// attribute ses:no-track; "ses:tags" gives a link tags of its own.

import type { Scope } from "../../../service/context.ts";
import type { ConfigurationSetRecord } from "../records.ts";
import type { TrackedLink } from "./mails.ts";

export interface Tracking {
  readonly openUrl: string | undefined;
  /** Where the link of this number leads over; undefined if clicks are not asked for. */
  readonly clickUrl: ((link: number) => string) | undefined;
}

export const TRACKING_PATH = "/_aws/ses/track";

/** What to track of a mail of this configuration set; undefined if nothing. */
export function trackingOf(
  { origin, account, region }: Scope & { readonly origin: string },
  set: ConfigurationSetRecord | undefined,
  messageId: string,
): Tracking | undefined {
  const wanted = new Set((set?.destinations ?? []).flatMap(({ isEnabled, types }) => (isEnabled ? types : [])));
  if (!wanted.has("OPEN") && !wanted.has("CLICK")) return undefined;
  const base = `${origin}${TRACKING_PATH}/${account}/${region}/${messageId}`;
  return {
    openUrl: wanted.has("OPEN") ? `${base}/open` : undefined,
    clickUrl: wanted.has("CLICK") ? (link) => `${base}/click/${link}` : undefined,
  };
}

/** The HTML with an image and with other links, and where the links led. */
export function trackHtml(
  html: string,
  tracking: Tracking | undefined,
): { readonly html: string; readonly links: readonly TrackedLink[] } {
  const links: TrackedLink[] = [];
  if (tracking === undefined) return { html, links };
  const { clickUrl, openUrl } = tracking;
  const withLinks =
    clickUrl === undefined
      ? html
      : html.replaceAll(/<a\b[^>]*>/gi, (tag) => {
          const [attribute = "", quote = "", url = ""] = /\bhref\s*=\s*(["'])(https?:\/\/[^"']*)\1/i.exec(tag) ?? [];
          if (url === "" || /\sses:no-track\b/i.test(tag))
            return tag.replace(/\sses:no-track(?:\s*=\s*["'][^"']*["'])?/i, "");
          const [tagging = "", , tags = ""] = /\sses:tags\s*=\s*(["'])([^"']*)\1/i.exec(tag) ?? [];
          links.push({ url: url.replaceAll("&amp;", "&"), tags: readTags(tags) });
          return tag
            .replace(attribute, `href=${quote}${clickUrl(links.length - 1)}${quote}`)
            .replace(tagging === "" ? / $/ : tagging, "");
        });
  if (openUrl === undefined) return { html: withLinks, links };
  const image = `<img alt="" src="${openUrl}" style="display: none; width: 1px; height: 1px;">`;
  const end = withLinks.search(/<\/body\s*>/i);
  return { html: end === -1 ? withLinks + image : withLinks.slice(0, end) + image + withLinks.slice(end), links };
}

// "name:value;name:value"
function readTags(text: string): Record<string, readonly string[]> {
  const tags: Record<string, string[]> = {};
  for (const pair of text.split(";")) {
    const [name = "", value] = pair.split(":").map((part) => part.trim());
    if (name !== "" && value !== undefined) (tags[name] ??= []).push(value);
  }
  return tags;
}
