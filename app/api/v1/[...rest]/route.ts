import { noSuchEndpoint } from "@/lib/server/api/no-such-endpoint";

export { noSuchEndpoint as DELETE, noSuchEndpoint as GET, noSuchEndpoint as PATCH, noSuchEndpoint as POST };
