// The bootstrap bucket of an account and region as an object store: whole objects, written on conditions, so that two
// writers cannot lose each other's work. Knows nothing of artifacts and releases.

import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  paginateListObjectsV2,
} from "@aws-sdk/client-s3";
import type { BucketLocationConstraint } from "@aws-sdk/client-s3";
import { artifactBucketOf, clientConfig } from "./target.ts";
import type { Target } from "./target.ts";

/** An object's text, and the tag that changes with every write. */
export interface StoredText {
  readonly text: string;
  readonly etag: string;
}

export interface Bucket {
  readonly name: string;
  /** Creates the bucket unless it is there. */
  ensure(): Promise<void>;
  /** Undefined if there is no such object, or no bucket. */
  read(key: string): Promise<StoredText | undefined>;
  /** As read, for content that is no text. */
  readBytes(key: string): Promise<Uint8Array | undefined>;
  has(key: string): Promise<boolean>;
  /** Writes whatever is there. */
  put(key: string, content: Uint8Array | string): Promise<string>;
  /** Writes only if nothing is there; the new tag, or undefined. */
  create(key: string, text: string): Promise<string | undefined>;
  /** Writes only over what `etag` names; the new tag, or undefined if it is another one's by now. */
  replace(key: string, text: string, etag: string): Promise<string | undefined>;
  /** Deletes; with an etag only if it is still that one. What is gone already is success. */
  remove(key: string, etag?: string): Promise<void>;
  /** The keys below a prefix, in their order, with their tags. */
  list(prefix: string): Promise<readonly { readonly key: string; readonly etag: string }[]>;
  /** The URL by which CloudFormation reads an object. */
  urlOf(key: string): string;
  destroy(): void;
}

// AWS: "How to prevent object overwrites with conditional writes": 409 means that another write of the key was under way.
const CONFLICT_ATTEMPTS = 5;

/** Opens the account's bucket. */
export function openBucket(target: Target): Bucket {
  const client = new S3Client({
    ...clientConfig(target),
    // Virtual-host names do not resolve everywhere for an endpoint of one's own.
    forcePathStyle: target.endpoint !== undefined,
    requestChecksumCalculation: "WHEN_REQUIRED",
  });
  const name = artifactBucketOf(target);

  async function ensure(): Promise<void> {
    try {
      await client.send(new HeadBucketCommand({ Bucket: name }));
      return;
    } catch (error) {
      if (!isNamed(error, "NotFound", "NoSuchBucket")) throw error;
    }
    try {
      await client.send(
        new CreateBucketCommand({
          Bucket: name,
          // AWS: "CreateBucket": us-east-1 is the one region that must not be named.
          ...(target.region === "us-east-1"
            ? {}
            : { CreateBucketConfiguration: { LocationConstraint: target.region as BucketLocationConstraint } }),
        }),
      );
    } catch (error) {
      // RACE: another release into the same account created it in between.
      if (!isNamed(error, "BucketAlreadyOwnedByYou")) throw error;
    }
  }

  async function get(key: string): Promise<{ bytes: Uint8Array; etag: string } | undefined> {
    try {
      const { Body, ETag = "" } = await client.send(new GetObjectCommand({ Bucket: name, Key: key }));
      return { bytes: (await Body?.transformToByteArray()) ?? new Uint8Array(), etag: ETag };
    } catch (error) {
      if (isNamed(error, "NoSuchKey", "NoSuchBucket", "NotFound")) return undefined;
      throw error;
    }
  }

  async function read(key: string): Promise<StoredText | undefined> {
    const found = await get(key);
    return found === undefined ? undefined : { text: Buffer.from(found.bytes).toString("utf8"), etag: found.etag };
  }

  async function has(key: string): Promise<boolean> {
    try {
      await client.send(new HeadObjectCommand({ Bucket: name, Key: key }));
      return true;
    } catch (error) {
      if (isNamed(error, "NotFound", "NoSuchKey", "NoSuchBucket")) return false;
      throw error;
    }
  }

  async function put(key: string, content: Uint8Array | string): Promise<string> {
    const { ETag = "" } = await client.send(new PutObjectCommand({ Bucket: name, Key: key, Body: content }));
    return ETag;
  }

  async function putIf(
    key: string,
    text: string,
    condition: { IfNoneMatch: "*" } | { IfMatch: string },
  ): Promise<string | undefined> {
    for (let attempt = 1; ; attempt++) {
      try {
        const { ETag = "" } = await client.send(
          new PutObjectCommand({
            Bucket: name,
            Key: key,
            Body: text,
            ContentType: "application/json",
            ...condition,
          }),
        );
        return ETag;
      } catch (error) {
        if (isNamed(error, "ConditionalRequestConflict") && attempt < CONFLICT_ATTEMPTS) continue;
        if (!isNamed(error, "PreconditionFailed", "NoSuchKey", "ConditionalRequestConflict")) throw error;
        // RACE: the SDK repeats a request whose answer was lost, and the second one meets what the first one wrote.
        const there = await read(key);
        return there?.text === text ? there.etag : undefined;
      }
    }
  }

  async function remove(key: string, etag?: string): Promise<void> {
    try {
      await client.send(
        new DeleteObjectCommand({ Bucket: name, Key: key, ...(etag === undefined ? {} : { IfMatch: etag }) }),
      );
    } catch (error) {
      if (!isNamed(error, "NoSuchBucket", "NoSuchKey", "PreconditionFailed", "ConditionalRequestConflict")) throw error;
    }
  }

  async function list(prefix: string): Promise<readonly { key: string; etag: string }[]> {
    const found: { key: string; etag: string }[] = [];
    try {
      for await (const page of paginateListObjectsV2({ client }, { Bucket: name, Prefix: prefix }))
        for (const { Key = "", ETag = "" } of page.Contents ?? []) found.push({ key: Key, etag: ETag });
    } catch (error) {
      if (!isNamed(error, "NoSuchBucket")) throw error;
    }
    return found;
  }

  return {
    name,
    ensure,
    read,
    readBytes: async (key) => (await get(key))?.bytes,
    has,
    put,
    create: (key, text) => putIf(key, text, { IfNoneMatch: "*" }),
    replace: (key, text, etag) => putIf(key, text, { IfMatch: etag }),
    remove,
    list,
    urlOf: (key) =>
      target.endpoint === undefined
        ? `https://${name}.s3.${target.region}.amazonaws.com/${key}`
        : `${target.endpoint}/${name}/${key}`,
    destroy: () => client.destroy(),
  };
}

function isNamed(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}
