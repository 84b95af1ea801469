// Where environments that were made at will are written down: in the bootstrap bucket of the account that they were made
// from, so that a team shares the list.

import {
  DeleteObjectCommand,
  GetObjectCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { artifactBucketOf, clientConfig } from "../cloud/target.ts";
import type { Target } from "../cloud/target.ts";
import type { EnvironmentRecord } from "./record.ts";

export interface EnvironmentRegistry {
  /** Ordered by name. */
  list(): Promise<readonly EnvironmentRecord[]>;
  find(name: string): Promise<EnvironmentRecord | undefined>;
  /** False if there is one of the name already: of two who create it at once, one wins. The bucket must be there. */
  add(record: EnvironmentRecord): Promise<boolean>;
  save(record: EnvironmentRecord): Promise<void>;
  remove(name: string): Promise<void>;
  destroy(): void;
}

/** Opens the list of a system, in the account of `home`. */
export function openRegistry(system: string, home: Target): EnvironmentRegistry {
  const client = new S3Client({
    ...clientConfig(home),
    forcePathStyle: home.endpoint !== undefined,
    requestChecksumCalculation: "WHEN_REQUIRED",
  });
  const bucket = artifactBucketOf(home);
  const prefix = `environments/${system}/`;
  const keyOf = (name: string): string => `${prefix}${name}.json`;

  async function list(): Promise<readonly EnvironmentRecord[]> {
    const names: string[] = [];
    try {
      for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix }))
        names.push(...(page.Contents ?? []).map(({ Key = "" }) => Key.slice(prefix.length, -".json".length)));
    } catch (error) {
      // Nothing was ever deployed there.
      if (!isNamed(error, "NoSuchBucket")) throw error;
    }
    const records = await Promise.all(names.map(find));
    return records.filter((record) => record !== undefined);
  }

  async function find(name: string): Promise<EnvironmentRecord | undefined> {
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: keyOf(name) }));
      return JSON.parse((await Body?.transformToString()) ?? "") as EnvironmentRecord;
    } catch (error) {
      if (isNamed(error, "NoSuchKey", "NoSuchBucket")) return undefined;
      throw error;
    }
  }

  async function put(record: EnvironmentRecord, condition: { IfNoneMatch?: "*" }): Promise<void> {
    await client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: keyOf(record.name),
        Body: JSON.stringify(record),
        ContentType: "application/json",
        ...condition,
      }),
    );
  }

  async function add(record: EnvironmentRecord): Promise<boolean> {
    try {
      await put(record, { IfNoneMatch: "*" });
      return true;
    } catch (error) {
      if (isNamed(error, "PreconditionFailed", "ConditionalRequestConflict")) return false;
      throw error;
    }
  }

  return {
    list,
    find,
    add,
    save: (record) => put(record, {}),
    async remove(name) {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: keyOf(name) }));
    },
    destroy: () => client.destroy(),
  };
}

function isNamed(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}
