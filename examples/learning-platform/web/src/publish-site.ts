// A custom resource: the site's files, as the layer has them, and the configuration of this environment, in the bucket. A static page
// cannot read outputs of stacks, so the release writes them down for it, as config.json.

import { readdirSync, readFileSync } from "node:fs";
import { extname, join, resolve } from "node:path";
import { CloudFrontClient, CreateInvalidationCommand } from "@aws-sdk/client-cloudfront";
import { DeleteObjectsCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { customResource } from "../../common/custom-resource.ts";

interface Properties {
  readonly Bucket: string;
  readonly Distribution: string;
  readonly Configuration: Readonly<Record<string, string>>;
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
};

const s3 = new S3Client();
const cloudFront = new CloudFrontClient();

export const handler = customResource<Properties>(async (request) => {
  const { Bucket, Distribution, Configuration } = request.ResourceProperties;
  // The bucket is what is filled, so another bucket is another resource, and the old one is emptied.
  const PhysicalResourceId = `site-in-${Bucket}`;
  if (request.RequestType === "Delete") await removeAllBut(Bucket, new Set());
  else await publish(Bucket, Configuration);
  if (request.RequestType === "Update") await forget(Distribution, request.RequestId);
  return { PhysicalResourceId };
});

async function publish(bucket: string, configuration: Properties["Configuration"]): Promise<void> {
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
        // Browsers ask whether there is something newer, each time; the distribution knows until it is told to forget.
        CacheControl: "max-age=0, s-maxage=86400, must-revalidate",
      }),
    );
  await Promise.all(names.map((name) => put(name, readFileSync(join(site, name)))));
  await put("config.json", JSON.stringify(configuration));
  await removeAllBut(bucket, new Set([...names, "config.json"]));
}

/** What the distribution keeps of the old files; a request that comes twice is one invalidation. */
async function forget(DistributionId: string, CallerReference: string): Promise<void> {
  const InvalidationBatch = { CallerReference, Paths: { Quantity: 1, Items: ["/*"] } };
  await cloudFront.send(new CreateInvalidationCommand({ DistributionId, InvalidationBatch }));
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
