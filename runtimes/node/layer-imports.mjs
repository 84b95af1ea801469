// A module hook for functions with layers: what is not found from the importing module is looked for in the layers.

let parents = [];

export function initialize(data) {
  parents = data;
}

export async function resolve(specifier, context, next) {
  try {
    return await next(specifier, context);
  } catch (error) {
    if (error.code !== "ERR_MODULE_NOT_FOUND" || /^[./]|^[a-z]+:/.test(specifier)) throw error;
    for (const parentURL of parents) {
      try {
        return await next(specifier, { ...context, parentURL });
      } catch (cause) {
        if (cause.code !== "ERR_MODULE_NOT_FOUND") throw cause;
      }
    }
    throw error;
  }
}
