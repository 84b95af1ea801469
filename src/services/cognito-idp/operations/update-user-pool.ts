// UpdateUserPool: sets a pool anew: what the request does not give goes back to what AWS has.

import type {
  UpdateUserPoolCommandInput,
  UpdateUserPoolCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { tooManyPoolTags } from "../errors.ts";
import { settingsOf, updatePool } from "../pools.ts";
import { requireTags } from "../tags.ts";
import { requireSmsRole } from "../users/text-messages.ts";

export const updateUserPool = defineOperation<Input<UpdateUserPoolCommandInput>, UpdateUserPoolCommandOutput>(
  "UpdateUserPool",
  async (input, context) => {
    const { UserPoolId, MfaConfiguration, UserPoolTags } = input;
    await requireSmsRole(context, context, UserPoolId, input.SmsConfiguration);
    updatePool(context, UserPoolId, (pool) => {
      // AWS: how users sign in is said once, when the pool is made.
      const { AliasAttributes, UsernameAttributes, UsernameConfiguration } = pool.settings;
      const settings = {
        ...settingsOf(input),
        UsernameConfiguration,
        ...(AliasAttributes !== undefined && { AliasAttributes }),
        ...(UsernameAttributes !== undefined && { UsernameAttributes }),
      };
      return {
        ...pool,
        ...(input.PoolName !== undefined && { name: input.PoolName }),
        settings,
        mfa: {
          ...pool.mfa,
          configuration: MfaConfiguration ?? pool.mfa.configuration,
          isSmsEnabled: input.SmsConfiguration !== undefined && pool.mfa.isSmsEnabled,
        },
        tags: UserPoolTags === undefined ? pool.tags : requireTags(UserPoolTags, tooManyPoolTags),
      };
    });
    return {};
  },
);
