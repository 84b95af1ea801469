// Registrations: begun by a request, finished by a job. A version's number is given out when its registration begins. AWS: "RegisterType".

import { AwsError } from "../../../kernel/errors.ts";
import { CodePackageError } from "../../../sandbox/sandboxes.ts";
import type { Scope, YardContext } from "../../../service/context.ts";
import type { Job, JobHandler, JobOutcome } from "../../../service/jobs.ts";
import type { WriteTx } from "../../../store/store.ts";
import { isRecord } from "../template/values.ts";
import { registryError } from "./errors.ts";
import { readTypePackage } from "./package.ts";
import type { TypePackage } from "./package.ts";
import type { CodeRecord, RegistrationRecord, TypeVersionRecord } from "./records.ts";
import {
  listRegistrations,
  listVersions,
  loadRegistration,
  loadType,
  loadVersion,
  saveRegistration,
  saveType,
  saveVersion,
} from "./repo.ts";

/** The kind of job that finishes a registration. */
const REGISTER = "cloudformation/register-type";
// LIMIT: AWS: "You can have a maximum of 50 resource extension versions registered at a time. This maximum is per account and per Region."
const MOST_VERSIONS = 50;

/** Begins a registration; throws where there are too many versions. */
export function beginRegistration(
  tx: WriteTx,
  yard: YardContext,
  scope: Scope,
  request: Pick<RegistrationRecord, "token" | "typeName" | "package" | "clientToken" | "executionRoleArn" | "logging">,
): void {
  const { typeName, token } = request;
  const under = listRegistrations(tx, scope).filter(({ status }) => status === "IN_PROGRESS");
  const live = listVersions(tx, scope).filter(({ isDeprecated }) => !isDeprecated);
  if (under.length + live.length >= MOST_VERSIONS)
    throw registryError(
      `The account has ${MOST_VERSIONS} versions of resource types in this region, which is the most. Deregister versions that are not used.`,
    );
  const type = loadType(tx, scope, typeName);
  const lastVersion = (type?.lastVersion ?? 0) + 1;
  saveType(tx, scope, { ...type, v: 1, typeName, lastVersion });
  const versionId = String(lastVersion).padStart(8, "0");
  const createdAtMs = yard.clock.nowMs();
  saveRegistration(tx, scope, { ...request, v: 1, versionId, status: "IN_PROGRESS", createdAtMs });
  // In the order of the requests, so that the first one's version is the default.
  const lane = `${REGISTER}/${scope.account}/${scope.region}/${typeName}`;
  yard.jobs.enqueue(tx, { account: scope.account, region: scope.region, kind: REGISTER, payload: { token }, lane });
}

/** Reads the package, and makes the version or says what is wrong. */
export const registerTypeHandler: JobHandler = {
  kind: REGISTER,
  async run(job, yard): Promise<JobOutcome> {
    const token = isRecord(job.payload) ? String(job.payload["token"]) : "";
    const registration = yard.store.read((tx) => loadRegistration(tx, job, token));
    if (registration?.status !== "IN_PROGRESS" || registration.package === undefined) return "done";
    const { package: packed, ...rest } = registration;
    try {
      const read = await readTypePackage(yard, await yard.blobs.read(packed.sha256), registration.typeName);
      const code = await keepCode(yard, read.code);
      yard.store.write((tx) => complete(tx, yard, job, rest, read, code));
    } catch (error) {
      if (!(error instanceof AwsError) || error.status >= 500) throw error;
      const failure = error.message;
      yard.store.write((tx) => saveRegistration(tx, job, { ...rest, status: "FAILED", failure }));
    }
    return "done";
  },
};

async function keepCode(yard: YardContext, zip: Uint8Array): Promise<CodeRecord> {
  const { sha256, bytes } = await yard.blobs.put(zip);
  try {
    await yard.sandboxes.unpack({ sha256, zipPath: yard.blobs.path(sha256) });
  } catch (error) {
    if (error instanceof CodePackageError) throw registryError(error.message);
    throw error;
  }
  return { sha256, bytes };
}

function complete(
  tx: WriteTx,
  yard: YardContext,
  scope: Pick<Job, "account" | "region">,
  registration: Omit<RegistrationRecord, "package">,
  { code: _zip, ...read }: TypePackage,
  code: CodeRecord,
): void {
  const { typeName, versionId, executionRoleArn, logging } = registration;
  const type = loadType(tx, scope, typeName);
  const version: TypeVersionRecord = {
    v: 1,
    typeName,
    versionId,
    isDeprecated: false,
    ...read,
    code,
    ...(executionRoleArn === undefined ? {} : { executionRoleArn }),
    ...(logging === undefined ? {} : { logging }),
    createdAtMs: yard.clock.nowMs(),
  };
  saveVersion(tx, scope, version);
  const previous = type?.defaultVersionId;
  // AWS: the first version is the default one, until another is chosen; of a type that was deregistered, the next.
  const isDefault = previous === undefined || loadVersion(tx, scope, typeName, previous)?.isDeprecated !== false;
  if (type !== undefined && isDefault) saveType(tx, scope, { ...type, defaultVersionId: versionId });
  saveRegistration(tx, scope, { ...registration, status: "COMPLETE" });
}
