// What services ask each other without calling: each question goes to the services that were read in, for whoever was not has nothing to
// say (service-entry.ts).

import type { Clock } from "../kernel/clock.ts";
import type { ServiceId } from "../model/model.ts";
import type { Store } from "../store/store.ts";
import type { AlarmSignal } from "./alarm-actions.ts";
import type { YardContext } from "./context.ts";
import type { Registry } from "./registry.ts";
import type { ServiceDefinition } from "./service.ts";

/** The members of a yard's context that other services answer. */
export type ServiceHooks = Pick<
  YardContext,
  | "alarmAction"
  | "apiLogRole"
  | "certificateUsers"
  | "findApi"
  | "findCertificate"
  | "membershipChanged"
  | "tokenIssuer"
  | "useApiKey"
>;

/** The hooks of one yard. */
export function serviceHooks(
  registry: Registry,
  yard: {
    readonly store: Store;
    readonly clock: Clock;
    context(): YardContext;
    /** The yard as one of its services sees it. */
    of(service: ServiceId): YardContext;
  },
): ServiceHooks {
  /** What the first service says that knows. */
  function firstOf<T>(ask: (service: ServiceDefinition) => T | undefined): T | undefined {
    for (const service of registry.services) {
      const answer = ask(service);
      if (answer !== undefined) return answer;
    }
    return undefined;
  }

  return {
    alarmAction: (arn) =>
      firstOf(({ id, alarmAction }) =>
        alarmAction?.accepts(arn) === true
          ? (signal: AlarmSignal) => alarmAction.perform(arn, signal, yard.of(id))
          : undefined,
      ),
    apiLogRole: (tx, scope) => firstOf(({ apiLogRole }) => apiLogRole?.(tx, scope)),
    certificateUsers: (arn) =>
      yard.store.read((tx) =>
        registry.services.flatMap(({ certificateUsers }) => [...(certificateUsers?.(tx, arn) ?? [])]),
      ),
    findApi: (tx, scope, apiId) => firstOf(({ findApi }) => findApi?.(tx, scope, apiId)),
    findCertificate: (tx, arn) => firstOf(({ findCertificate }) => findCertificate?.(tx, arn, yard.clock.nowMs())),
    membershipChanged: (tx, managementAccount) => {
      for (const { membershipChanged } of registry.services) membershipChanged?.(tx, yard.context(), managementAccount);
    },
    tokenIssuer: (name) => firstOf(({ tokenIssuer }) => tokenIssuer?.(name, yard.context())),
    useApiKey: async (scope, use) =>
      (await firstOf(({ useApiKey }) => useApiKey?.(yard.context(), scope, use))) ?? { kind: "unknown" },
  };
}
