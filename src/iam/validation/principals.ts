// Principals of resource policies, and what a role's trust policy asks of them.

import type { Check, PolicyView, PrincipalPart, Report, StatementView } from "./policy-view.ts";
import { isTrust } from "./structure.ts";

const KEYS = ["AWS", "CanonicalUser", "Federated", "Service"];
const GITHUB = "token.actions.githubusercontent.com";
/** AWS: "Granting access to a service principal without specifying a source is overly permissive." */
const SOURCE_KEYS = ["aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths"];
/** Keys which people have used instead. AWS: the check's page names aws:Referer. */
const INSTEAD_OF_SOURCE = ["aws:referer"];

export const checkPrincipals: Check = (policy, report) => {
  for (const statement of policy.statements) {
    if (policy.type === "IDENTITY_POLICY") {
      for (const name of ["Principal", "NotPrincipal"]) {
        const part = statement.element(name);
        if (part !== undefined) report("UNSUPPORTED_PRINCIPAL", part, { policy_type: policy.type });
      }
    }
    if (policy.type !== "RESOURCE_POLICY") continue;
    for (const name of ["Principal", "NotPrincipal"]) checkForm(statement, name, report);
    for (const principal of [...statement.principals, ...statement.notPrincipals]) checkPrincipal(principal, report);
    const notPrincipal = statement.element("NotPrincipal");
    if (notPrincipal !== undefined && statement.effect === "Allow") report("ALLOW_WITH_NOT_PRINCIPAL", notPrincipal);
    if (isTrust(policy.resourceType, statement)) checkTrust(policy, statement, report);
    else checkService(policy, statement, report);
  }
};

function checkForm(statement: StatementView, name: string, report: Report): void {
  const part = statement.element(name);
  if (part === undefined) return;
  if (part.value.kind === "object") {
    if (part.value.members.length === 0) report("EMPTY_OBJECT_PRINCIPAL", part);
    for (const { name: key, nameStart, nameEnd, value } of part.value.members) {
      if (!KEYS.includes(key)) {
        report(
          "INVALID_PRINCIPAL_KEY",
          { path: [...part.path, { key }], start: nameStart, end: nameEnd },
          { principal_key: key },
        );
      }
      if (value.kind === "array" && value.items.length === 0) {
        report("EMPTY_ARRAY_PRINCIPAL", { path: [...part.path, { value: key }], start: value.start, end: value.end });
      }
    }
  } else if (part.value.kind === "array" && part.value.items.length === 0) report("EMPTY_ARRAY_PRINCIPAL", part);
  else if (part.value.kind !== "string" || part.value.value !== "*") report("INVALID_PRINCIPAL_FORMAT", part);
}

function checkPrincipal(principal: PrincipalPart, report: Report): void {
  const { key, text } = principal;
  if (key === undefined) return;
  if (/[*?]/.test(text)) {
    if (key !== "AWS" || text !== "*") report("UNSUPPORTED_WILDCARD_IN_PRINCIPAL", principal, { principal_key: key });
    return;
  }
  if (
    key === "Service" &&
    !/^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:amazonaws\.com(?:\.cn)?|amazon\.com|aws\.internal)$/.test(text)
  ) {
    report("INVALID_SERVICE_PRINCIPAL_FORMAT", principal, { expectedFormat: "service-name.amazonaws.com" });
  }
  if (key !== "AWS") return;
  if (/^AROA[A-Z0-9]{12,}/.test(text)) report("INVALID_ROLE_REFERENCE", principal, { roleid: text });
  if (/^AIDA[A-Z0-9]{12,}/.test(text)) report("INVALID_USER_REFERENCE", principal, { userid: text });
}

function checkService({ resourceType }: PolicyView, statement: StatementView, report: Report): void {
  const { principals, conditions, effect } = statement;
  if (resourceType !== undefined) {
    for (const principal of principals.filter(({ key }) => key === "Federated"))
      report("FEDERATED_PRINCIPAL_NOT_SUPPORTED", principal);
  }
  const services = principals.filter(({ key }) => key === "Service");
  if (effect !== "Allow" || services.length === 0) return;
  const keys = conditions.map(({ key }) => key.toLowerCase());
  if (keys.some((key) => SOURCE_KEYS.includes(key))) return;
  const instead = conditions.find(({ key }) => INSTEAD_OF_SOURCE.includes(key.toLowerCase()));
  for (const service of services) {
    if (instead === undefined) report("RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL", service);
    else {
      const servicePrincipalPrefix = service.text.split(".")[0] ?? "";
      report("RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL", instead.name, {
        servicePrincipalPrefix,
        key: instead.key,
      });
    }
  }
}

function checkTrust({ resourceType }: PolicyView, statement: StatementView, report: Report): void {
  const { element, principals, effect } = statement;
  if (resourceType !== undefined) {
    const notPrincipal = element("NotPrincipal");
    if (notPrincipal !== undefined) report("ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL", notPrincipal);
    const resource = element("Resource") ?? element("NotResource");
    if (resource !== undefined) report("ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE", resource);
    const everybody = principals.find(({ key }) => key === undefined);
    if (everybody !== undefined) report("ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL", everybody);
  }
  const federated = principals.filter(({ key }) => key === "Federated");
  for (const principal of federated) {
    if (kindOf(principal) === undefined) report("INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY", principal);
  }
  checkMismatches(statement, report);
  checkSessions(principals, report);
  if (effect === "Allow") checkTokens(statement, federated, report);
  const isAnywhere = principals.some(({ key, text }) => key === "Service" && text === "rolesanywhere.amazonaws.com");
  const actions = new Set(statement.texts("Action").map(({ text }) => text.toLowerCase()));
  const needed = ["sts:assumerole", "sts:setsourceidentity", "sts:tagsession"];
  const hasAll = actions.has("sts:*") || actions.has("*") || needed.every((action) => actions.has(action));
  if (isAnywhere && effect === "Allow" && !hasAll) {
    report("MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY", element("Action") ?? statement);
  }
}

/** What kind of identity provider a federated principal is. */
function kindOf({ text }: PrincipalPart): "saml" | "oidc" | undefined {
  if (/^arn:[^:]+:iam::\d{12}:saml-provider\/\S+$/.test(text)) return "saml";
  if (/^arn:[^:]+:iam::\d{12}:oidc-provider\/\S+$/.test(text)) return "oidc";
  return /^[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)+(\/\S*)?$/.test(text) ? "oidc" : undefined;
}

/** AWS: the example of `accessanalyzer validate-policy` in the AWS CLI has the finding with its places. */
function checkMismatches({ principals, texts }: StatementView, report: Report): void {
  for (const action of texts("Action")) {
    const name = action.text.toLowerCase();
    const fits = FITTING[name];
    if (fits === undefined) continue;
    const wrong = principals.filter((principal) => !fits(principal));
    if (wrong.length === 0) continue;
    const principalNames = wrong.map(({ text }) => text).join(", ");
    report("MISMATCHED_ACTION_FOR_PRINCIPAL", [action, ...wrong], { actionName: action.text, principalNames });
  }
}

const FITTING: Readonly<Record<string, (principal: PrincipalPart) => boolean>> = {
  "sts:assumerole": ({ key }) => key !== "Federated",
  "sts:assumerolewithsaml": (principal) =>
    principal.key === undefined || (principal.key === "Federated" && kindOf(principal) !== "oidc"),
  "sts:assumerolewithwebidentity": (principal) =>
    principal.key === undefined || (principal.key === "Federated" && kindOf(principal) !== "saml"),
};

function checkSessions(principals: readonly PrincipalPart[], report: Report): void {
  for (const principal of principals) {
    const [, account, role] = /^arn:[^:]+:sts::(\d{12}):assumed-role\/([^/]+)\//.exec(principal.text) ?? [];
    const parent = principals.find(
      ({ text }) =>
        role !== undefined &&
        text.startsWith("arn:") &&
        text.includes(`:iam::${account}:role/`) &&
        text.endsWith(`/${role}`),
    );
    if (parent === undefined) continue;
    report("REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY", principal, {
      redundant_principal: principal.text,
      parent_role: parent.text,
    });
  }
}

/** What a trust policy should ask of tokens, and of those of GitHub's actions in particular. */
function checkTokens({ conditions }: StatementView, federated: readonly PrincipalPart[], report: Report): void {
  for (const principal of federated) {
    if (kindOf(principal) !== "oidc") continue;
    const issuer = principal.text.includes("oidc-provider/")
      ? (principal.text.split("oidc-provider/")[1] ?? "")
      : principal.text;
    const own = conditions.filter(({ key }) => key.toLowerCase().startsWith(`${issuer.toLowerCase()}:`));
    if (issuer.toLowerCase() === GITHUB) {
      const subject = own.find(({ key }) => key.toLowerCase() === `${GITHUB}:sub`);
      const isBranchSaid = own.some(({ key }) => key.toLowerCase() === `${GITHUB}:ref`);
      if (subject === undefined) report("MISSING_GITHUB_REPO_CONDITION_KEY", principal);
      else if (!isBranchSaid) {
        const open = subject.values.filter(({ text }) => subject.plain.includes("Like") && /[*?]/.test(text));
        if (open.length > 0) report("SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED", open);
      }
    } else if (own.length === 0) report("MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL", principal);
  }
  for (const condition of conditions) {
    const isAudience = /:(?:aud|oaud)$/i.test(condition.key) && condition.key.includes(".");
    if (!isAudience || condition.quantifier === undefined) continue;
    if (condition.quantifier === "ForAnyValue")
      report("FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE", condition.name, { key: condition.key });
    else report("CONFIRM_AUDIENCE_CLAIM_TYPE", condition.name, { key: condition.key, audienceType: "audience" });
  }
}
