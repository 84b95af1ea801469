// The bootstrap bucket of an account: artifacts by their content, and what each stack was last deployed with.

import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import type { BucketLocationConstraint } from "@aws-sdk/client-s3";
import { artifactBucketOf, clientConfig } from "./target.ts";
import type { Target } from "./target.ts";

/** What a stack was last deployed with; believed only while the stack itself is as it was left. */
export interface StackRecord {
  readonly v: 1;
  /** Hash of template, artifacts and parameter values. */
  readonly inputs: string;
  /** Hash of the template alone: one that was deployed needs no validation. */
  readonly template: string;
  readonly stackId: string;
  /** When the stack was last changed, by CloudFormation's clock: a change by anyone else moves it. */
  readonly changedAt: string;
  /** Functions were given other code since, past CloudFormation: it finds no change where there is one. */
  readonly isHotSwapped: boolean;
}

export interface Artifacts {
  readonly bucket: string;
  /** Creates the bucket unless it is there. */
  ensureBucket(): Promise<void>;
  /** Uploads unless the key is there; a key is its content's hash, so what is there is the same. */
  ensureObject(key: string, bytes: Uint8Array): Promise<void>;
  /** The URL by which CloudFormation reads an object. */
  urlOf(key: string): string;
  loadRecord(stack: string): Promise<StackRecord | undefined>;
  saveRecord(stack: string, record: StackRecord): Promise<void>;
  deleteRecord(stack: string): Promise<void>;
  destroy(): void;
}

/** Opens the account's bucket. */
export function openArtifacts(target: Target): Artifacts {
  const client = new S3Client({
    ...clientConfig(target),
    // Virtual-host names do not resolve everywhere for an endpoint of one's own.
    forcePathStyle: target.endpoint !== undefined,
    requestChecksumCalculation: "WHEN_REQUIRED",
  });
  const bucket = artifactBucketOf(target);
  const present = new Map<string, Promise<void>>();
  const recordKey = (stack: string): string => `stacks/${stack}.json`;

  async function ensureBucket(): Promise<void> {
    try {
      await client.send(new HeadBucketCommand({ Bucket: bucket }));
      return;
    } catch (error) {
      if (!isNamed(error, "NotFound", "NoSuchBucket")) throw error;
    }
    try {
      await client.send(
        new CreateBucketCommand({
          Bucket: bucket,
          // AWS: "CreateBucket": us-east-1 is the one region that must not be named.
          ...(target.region === "us-east-1"
            ? {}
            : {
                CreateBucketConfiguration: {
                  LocationConstraint: target.region as BucketLocationConstraint,
                },
              }),
        }),
      );
    } catch (error) {
      // RACE: another deployment of the same account created it in between.
      if (!isNamed(error, "BucketAlreadyOwnedByYou")) throw error;
    }
  }

  function ensureObject(key: string, bytes: Uint8Array): Promise<void> {
    let done = present.get(key);
    if (done === undefined) {
      done = uploadIfAbsent(key, bytes);
      present.set(key, done);
      done.catch(() => present.delete(key));
    }
    return done;
  }

  async function uploadIfAbsent(key: string, bytes: Uint8Array): Promise<void> {
    try {
      await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    } catch (error) {
      if (!isNamed(error, "NotFound", "NoSuchKey")) throw error;
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes }));
    }
  }

  async function loadRecord(stack: string): Promise<StackRecord | undefined> {
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: recordKey(stack) }));
      const record: unknown = JSON.parse((await Body?.transformToString()) ?? "null");
      return isRecord(record) ? record : undefined;
    } catch (error) {
      if (isNamed(error, "NoSuchKey", "NoSuchBucket", "NotFound") || error instanceof SyntaxError) return undefined;
      throw error;
    }
  }

  async function saveRecord(stack: string, record: StackRecord): Promise<void> {
    await client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: recordKey(stack),
        Body: JSON.stringify(record),
        ContentType: "application/json",
      }),
    );
  }

  async function deleteRecord(stack: string): Promise<void> {
    try {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: recordKey(stack) }));
    } catch (error) {
      if (!isNamed(error, "NoSuchBucket")) throw error;
    }
  }

  return {
    bucket,
    ensureBucket,
    ensureObject,
    urlOf: (key) =>
      target.endpoint === undefined
        ? `https://${bucket}.s3.${target.region}.amazonaws.com/${key}`
        : `${target.endpoint}/${bucket}/${key}`,
    loadRecord,
    saveRecord,
    deleteRecord,
    destroy: () => client.destroy(),
  };
}

function isNamed(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}

function isRecord(value: unknown): value is StackRecord {
  return typeof value === "object" && value !== null && Reflect.get(value, "v") === 1;
}
