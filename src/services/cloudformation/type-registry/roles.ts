// The roles that handlers of registered types work with, and who assumes them.

/** AWS: RegisterType, ExecutionRoleArn: roles trust this principal. */
export const HANDLER_SERVICE = "resources.cloudformation.amazonaws.com";
