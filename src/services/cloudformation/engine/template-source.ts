// Where a request's template comes from: its body, an object in S3, or the stack as it is.

import { AwsError } from "../../../kernel/errors.ts";
import type { Context } from "../../../service/context.ts";
import { validationError } from "../errors.ts";

export interface TemplateText {
  readonly text: string;
  /** The file's name where it is known, for the places in problems. */
  readonly file: string | undefined;
}

// LIMIT: "TemplateBody" 51,200 bytes and an object in S3 1 MB (User Guide, "Understand CloudFormation quotas").
const MAX_BODY_BYTES = 51_200;
const MAX_OBJECT_BYTES = 1_000_000;
// LIMIT: AWS: "The URL must point to a policy (maximum size: 16 KB)".
const MAX_POLICY_BYTES = 16_384;

/** The template of a request; `previous` is used where the request says UsePreviousTemplate. */
export async function readTemplateText(
  input: {
    TemplateBody?: string | undefined;
    TemplateURL?: string | undefined;
    UsePreviousTemplate?: boolean | undefined;
  },
  context: Pick<Context, "aws" | "invokedBy" | "origin">,
  previous?: string,
): Promise<TemplateText> {
  const { TemplateBody, TemplateURL, UsePreviousTemplate } = input;
  if (UsePreviousTemplate === true && previous !== undefined) return { text: previous, file: undefined };
  if (TemplateBody !== undefined && TemplateURL !== undefined) {
    throw validationError("Specify only one of TemplateBody or TemplateURL.");
  }
  if (TemplateBody !== undefined) {
    // A stack set's template may have come from S3, and goes to its instances' stacks as a body.
    const isOwn = context.invokedBy === "cloudformation.amazonaws.com";
    if (Buffer.byteLength(TemplateBody) > MAX_BODY_BYTES && !isOwn) {
      throw validationError(
        `1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to ${MAX_BODY_BYTES}`,
      );
    }
    return { text: TemplateBody, file: undefined };
  }
  if (TemplateURL === undefined) throw validationError("Either Template URL or Template Body must be specified.");
  const tooLarge = `Template may not exceed ${MAX_OBJECT_BYTES} bytes in size.`;
  return readObject(TemplateURL, context, { name: "TemplateURL", maxBytes: MAX_OBJECT_BYTES, tooLarge });
}

/** The stack policy of a request, if it has one. */
export async function readPolicyText(
  input: { StackPolicyBody?: string | undefined; StackPolicyURL?: string | undefined },
  context: Pick<Context, "aws" | "origin">,
): Promise<string | undefined> {
  const { StackPolicyBody, StackPolicyURL } = input;
  if (StackPolicyBody !== undefined && StackPolicyURL !== undefined) {
    // AWS: "You can specify either the StackPolicyBody or the StackPolicyURL parameter, but not both."
    throw validationError("You can specify either StackPolicyBody or StackPolicyURL, but not both.");
  }
  if (StackPolicyURL === undefined) return StackPolicyBody;
  const tooLarge = `Stack policy may not exceed ${MAX_POLICY_BYTES} bytes in size.`;
  const limits = { name: "StackPolicyURL", maxBytes: MAX_POLICY_BYTES, tooLarge };
  return (await readObject(StackPolicyURL, context, limits)).text;
}

/** A piece of a template, by the bucket and key of its object. */
export async function readSnippet(bucket: string, key: string, context: Pick<Context, "aws">): Promise<string> {
  const { Body } = await context.aws.s3.getObject({ Bucket: bucket, Key: key });
  const tooLarge = `Template may not exceed ${MAX_OBJECT_BYTES} bytes in size.`;
  return Buffer.from(await readBytes(Body, { maxBytes: MAX_OBJECT_BYTES, tooLarge })).toString();
}

/** A list that a request points to, by a URL of S3 in any style. */
export async function readObjectText(
  url: string,
  context: Pick<Context, "aws" | "origin">,
  limits: ObjectLimits,
): Promise<string> {
  return (await readObject(inPathStyle(url, context), context, limits)).text;
}

/** The same of an object that is no text. */
export async function readObjectBytes(
  url: string,
  context: Pick<Context, "aws" | "origin">,
  limits: ObjectLimits,
): Promise<Uint8Array> {
  return (await fetchObject(inPathStyle(url, context), context, limits)).bytes;
}

/** In path style a URL of the form s3://BUCKET/KEY can be read like any other. */
function inPathStyle(url: string, { origin }: Pick<Context, "origin">): string {
  const [, bucket = "", key = ""] = /^s3:\/\/([^/]+)\/(.+)$/.exec(url) ?? [];
  return bucket === "" ? url : `${origin}/${bucket}/${key.split("/").map(encodeURIComponent).join("/")}`;
}

interface ObjectLimits {
  /** The member that holds the URL. */
  readonly name: string;
  readonly maxBytes: number;
  readonly tooLarge: string;
}

async function readObject(
  url: string,
  context: Pick<Context, "aws" | "origin">,
  limits: ObjectLimits,
): Promise<TemplateText> {
  const { bytes, key } = await fetchObject(url, context, limits);
  return { text: Buffer.from(bytes).toString(), file: key.slice(key.lastIndexOf("/") + 1) };
}

async function fetchObject(
  url: string,
  context: Pick<Context, "aws" | "origin">,
  limits: ObjectLimits,
): Promise<{ readonly bytes: Uint8Array; readonly key: string }> {
  const place = parseObjectUrl(url, context.origin);
  if (place === undefined) throw validationError(`${limits.name} must be a supported URL.`);
  const { bucket, key, versionId } = place;
  try {
    const { Body } = await context.aws.s3.getObject({
      Bucket: bucket,
      Key: key,
      ...(versionId === undefined ? {} : { VersionId: versionId }),
    });
    return { bytes: await readBytes(Body, limits), key };
  } catch (error) {
    if (!(error instanceof AwsError) || error.code === "ValidationError") throw error;
    // AWS: "S3 error: Access Denied" and the like, with a pointer to S3's error list.
    throw validationError(
      `S3 error: ${error.message}\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html`,
    );
  }
}

/** Inside the process a body is what S3's operation returned: a stream, bytes or a text. */
async function readBytes(body: unknown, { maxBytes, tooLarge }: Omit<ObjectLimits, "name">): Promise<Uint8Array> {
  const pieces = typeof body === "string" ? [Buffer.from(body)] : body instanceof Uint8Array ? [body] : body;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of pieces as Iterable<Uint8Array> | AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    // Before the rest is read: an object may be larger than the memory.
    if (bytes > maxBytes) throw validationError(tooLarge);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Bucket and key of an S3 URL in path or virtual-host style, of AWS's hosts or of this cloud's. */
function parseObjectUrl(
  text: string,
  origin: string,
): { bucket: string; key: string; versionId: string | undefined } | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const path = decodePath(url.pathname.slice(1));
  if (path === undefined) return undefined;
  const versionId = url.searchParams.get("versionId") ?? undefined;
  const ownHost = new URL(origin).hostname;
  const virtual =
    /^(?<bucket>.+?)\.s3[.-].*$/.exec(url.hostname)?.groups?.["bucket"] ?? bucketBelow(url.hostname, ownHost);
  if (virtual !== undefined) return path === "" ? undefined : { bucket: virtual, key: path, versionId };
  const isPathStyle = /^s3[.-]/.test(url.hostname) || isOwnHost(url.hostname, ownHost);
  const slash = path.indexOf("/");
  if (!isPathStyle || slash < 1 || slash === path.length - 1) return undefined;
  return { bucket: path.slice(0, slash), key: path.slice(slash + 1), versionId };
}

/** Undefined for what is no UTF-8 in percent-encoding. */
function decodePath(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

function isOwnHost(host: string, ownHost: string): boolean {
  return host === ownHost || host === "localhost" || host === "127.0.0.1" || host === "[::1]";
}

function bucketBelow(host: string, ownHost: string): string | undefined {
  for (const base of [ownHost, "localhost"]) if (host.endsWith(`.${base}`)) return host.slice(0, -base.length - 1);
  return undefined;
}
