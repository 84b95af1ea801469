// A custom resource: the site's files, as the layer has them, and the configuration of this environment, in the bucket. A static page
// cannot read outputs of stacks, so the release writes them down for it, as config.json.

import { readdirSync, readFileSync } from "node:fs";
import { extname, join, resolve } from "node:path";
import { DeleteObjectsCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";

interface Request {
  readonly RequestType: "Create" | "Update" | "Delete";
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: { readonly Bucket: string; readonly Configuration: Readonly<Record<string, string>> };
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
};

const s3 = new S3Client();

export const handler = async (request: Request) => {
  const { Bucket, Configuration } = request.ResourceProperties;
  // The bucket is what is filled, so another bucket is another resource, and the old one is emptied.
  const answer = { ...namesOf(request), PhysicalResourceId: request.PhysicalResourceId ?? `site-in-${Bucket}` };
  try {
    if (request.RequestType === "Delete") await removeAllBut(Bucket, new Set());
    else answer.PhysicalResourceId = await publish(Bucket, Configuration);
    await respond(request.ResponseURL, { ...answer, Status: "SUCCESS" });
  } catch (error) {
    console.error("The site could not be published", error);
    await respond(request.ResponseURL, { ...answer, Status: "FAILED", Reason: String(error) });
  }
};

async function publish(bucket: string, configuration: Readonly<Record<string, string>>): Promise<string> {
  const site = join(layers(), "site");
  const names = readdirSync(site, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(site.length + 1));
  const put = (Key: string, Body: Buffer | string) =>
    s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key,
        Body,
        ContentType: TYPES[extname(Key)] ?? "application/octet-stream",
        // Browsers ask whether there is something newer, each time.
        CacheControl: "no-cache",
      }),
    );
  await Promise.all(names.map((name) => put(name, readFileSync(join(site, name)))));
  await put("config.json", JSON.stringify(configuration));
  await removeAllBut(bucket, new Set([...names, "config.json"]));
  return `site-in-${bucket}`;
}

async function removeAllBut(bucket: string, kept: ReadonlySet<string>): Promise<void> {
  for (;;) {
    const { Contents = [], IsTruncated } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
    const Objects = Contents.flatMap(({ Key }) => (Key === undefined || kept.has(Key) ? [] : [{ Key }]));
    if (Objects.length > 0) await s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }));
    if (IsTruncated !== true || Objects.length === 0) return;
  }
}

/** Where layers are: `/opt`, or what stands for it where a machine cannot show them there. Node's search path begins below it. */
function layers(): string {
  const [first = "/opt/nodejs/node22/node_modules"] = (process.env["NODE_PATH"] ?? "").split(":");
  return resolve(first, "../../..");
}

function namesOf({ StackId, RequestId, LogicalResourceId }: Request) {
  return { StackId, RequestId, LogicalResourceId };
}

async function respond(url: string, answer: object): Promise<void> {
  // AWS: "Custom resource reference": the signed URL allows no content type.
  await fetch(url, { method: "PUT", body: JSON.stringify(answer), headers: { "content-type": "" } });
}
