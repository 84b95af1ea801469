// Applications. AWS has them for servers, ECS and functions; here they are for functions.

import type { ApplicationInfo } from "@aws-sdk/client-codedeploy";
import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { applicationNotFound, notImplemented } from "./errors.ts";
import type { ApplicationRecord } from "./records.ts";
import { loadApplication } from "./repo.ts";

/** Throws NotImplemented for all platforms but functions. AWS: CreateApplication, computePlatform: Server by default. */
export function requirePlatform(platform = "Server"): void {
  if (platform !== "Lambda") throw notImplemented(`The compute platform ${platform} of CodeDeploy`);
}

/** The application; throws ApplicationDoesNotExistException. */
export function requireApplication(tx: ReadTx, scope: Scope, name: string): ApplicationRecord {
  const application = loadApplication(tx, scope, name);
  if (application === undefined) throw applicationNotFound(name);
  return application;
}

/** An application by its wire names. */
export function describeApplication({ name, id, createdAtMs }: ApplicationRecord): ApplicationInfo {
  return {
    applicationId: id,
    applicationName: name,
    createTime: new Date(createdAtMs),
    linkedToGitHub: false,
    computePlatform: "Lambda",
  };
}
