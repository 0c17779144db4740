type Jar = Map<string, string>;

let jar: Jar = new Map();
let fields = new Headers();

/** Stands in for Next's request scope: what `cookies()` and `headers()` answer from now on. */
export function enterRequest(cookieJar: Jar, requestHeaders: Headers): void {
  jar = cookieJar;
  fields = requestHeaders;
}

export async function cookies() {
  return {
    get: (name: string) => {
      const value = jar.get(name);
      return value === undefined ? undefined : { name, value };
    },
    set: (name: string, value: string) => {
      jar.set(name, value);
    },
    delete: (name: string) => {
      jar.delete(name);
    },
  };
}

export async function headers() {
  return fields;
}
