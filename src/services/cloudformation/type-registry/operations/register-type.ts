// RegisterType.

import type { RegisterTypeCommandInput, RegisterTypeCommandOutput } from "@aws-sdk/client-cloudformation";
import { parseArn } from "../../../../kernel/arns.ts";
import { AwsError } from "../../../../kernel/errors.ts";
import type { Input } from "../../../../service/apis.ts";
import type { Context } from "../../../../service/context.ts";
import { defineOperation } from "../../../../service/service.ts";
import { readObjectBytes } from "../../engine/template-source.ts";
import { tokenAlreadyExists } from "../../errors.ts";
import { kindNotImplemented, registryError } from "../errors.ts";
import type { ListTypes } from "../find.ts";
import { beginRegistration } from "../registration.ts";
import { findRequested } from "../repo.ts";

// LIMIT: Lambda's for code that is unzipped ("Lambda quotas"), since handlers run as functions do; AWS documents none for packages.
const MOST_PACKAGE_BYTES = 262_144_000;
// AWS: RegisterType, TypeName: the reserved namespaces.
const RESERVED = /^(Alexa|AMZN|Amazon|AWS|Custom|Dev)::/i;

/** Registers a version of a resource type. The package is read here, as the caller; what it holds is read by the registration. */
export const registerType = (list: ListTypes) =>
  defineOperation<Input<RegisterTypeCommandInput>, RegisterTypeCommandOutput>(
    "RegisterType",
    async (input, context) => {
      const { TypeName: typeName, ClientRequestToken: clientToken, LoggingConfig: logging } = input;
      const kind = input.Type ?? (typeName.endsWith("::MODULE") ? "MODULE" : "RESOURCE");
      if (kind !== "RESOURCE") throw kindNotImplemented("RegisterType", kind);
      if (RESERVED.test(typeName))
        throw registryError(`The namespace of '${typeName}' is reserved and cannot be used in extension names.`);
      if (list().some((type) => type.typeName === typeName))
        throw registryError(`The type '${typeName}' is defined by this cloud's configuration.`);
      for (const role of [input.ExecutionRoleArn, logging?.LogRoleArn]) requireOwnRole(role, context);
      const repeated = () => {
        const known =
          clientToken === undefined ? undefined : context.store.read((tx) => findRequested(tx, context, clientToken));
        if (known !== undefined && known.typeName !== typeName) throw tokenAlreadyExists(clientToken ?? "");
        return known?.token;
      };
      const before = repeated();
      if (before !== undefined) return { RegistrationToken: before };
      const bytes = await readPackageOf(input.SchemaHandlerPackage, context);
      const packed = await context.blobs.put(bytes);
      const token = context.random.uuid();
      // RACE: the same request may have come twice, and the other one was faster.
      const meanwhile = repeated();
      if (meanwhile !== undefined) return { RegistrationToken: meanwhile };
      context.store.write((tx) =>
        beginRegistration(tx, context, context, {
          token,
          typeName,
          package: { sha256: packed.sha256, bytes: packed.bytes },
          ...(clientToken === undefined ? {} : { clientToken }),
          ...(input.ExecutionRoleArn === undefined ? {} : { executionRoleArn: input.ExecutionRoleArn }),
          ...(logging?.LogRoleArn === undefined || logging.LogGroupName === undefined
            ? {}
            : { logging: { roleArn: logging.LogRoleArn, logGroup: logging.LogGroupName } }),
        }),
      );
      return { RegistrationToken: token };
    },
  );

async function readPackageOf(url: string, context: Context): Promise<Uint8Array> {
  try {
    return await readObjectBytes(url, context, {
      name: "SchemaHandlerPackage",
      maxBytes: MOST_PACKAGE_BYTES,
      tooLarge: `The schema handler package may not exceed ${MOST_PACKAGE_BYTES} bytes in size.`,
    });
  } catch (error) {
    if (!(error instanceof AwsError) || error.status >= 500) throw error;
    throw registryError(error.message);
  }
}

/** AWS: "Granting a user permissions to pass a role to an AWS service": a role is passed within its account; the sentence is IAM's. */
function requireOwnRole(roleArn: string | undefined, { account }: Context): void {
  if (roleArn !== undefined && parseArn(roleArn)?.account !== account)
    throw new AwsError({ code: "AccessDenied", status: 403, message: "Cross-account pass role is not allowed." });
}
