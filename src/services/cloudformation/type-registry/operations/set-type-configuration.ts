// SetTypeConfiguration.

import type {
  SetTypeConfigurationCommandInput,
  SetTypeConfigurationCommandOutput,
} from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { validationError } from "../../errors.ts";
import { configurationArn } from "../arns.ts";
import { requireConfiguration } from "../configuration.ts";
import { requireRegistered } from "../find.ts";
import type { ListTypes } from "../find.ts";
import { saveConfiguration } from "../repo.ts";
import { DEFAULT_ALIAS } from "../show.ts";

/** Sets what a registered type's handlers are given as their configuration. */
export const setTypeConfiguration = (list: ListTypes) =>
  defineOperation<Input<SetTypeConfigurationCommandInput>, SetTypeConfigurationCommandOutput>(
    "SetTypeConfiguration",
    async (input, context) => {
      const { TypeArn: Arn, Type, TypeName, Configuration: configuration, ConfigurationAlias: alias } = input;
      const { version, hasVersion } = context.store.read((tx) =>
        requireRegistered(tx, context, list, { Arn, Type, TypeName }),
      );
      const { typeName } = version;
      // AWS: TypeArn: "Do not include the extension versions suffix at the end of the ARN"; the wording is inferred.
      if (hasVersion) throw validationError("The configuration of an extension cannot be set for a specific version.");
      await requireConfiguration(version.schema, typeName, configuration);
      const name = alias ?? DEFAULT_ALIAS;
      const updatedAtMs = context.clock.nowMs();
      context.store.write((tx) =>
        saveConfiguration(tx, context, { v: 1, typeName, alias: name, configuration, updatedAtMs }),
      );
      return { ConfigurationArn: configurationArn(context, typeName, name) };
    },
  );
