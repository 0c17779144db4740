import { describe, expect, it } from "vitest";
import { CreateProviderInput } from "@/lib/services/providers/schema";
import { authConfig } from "./auth-config";
import { PROVIDER_PRESETS } from "./provider-presets";

describe("provider presets", () => {
  it.each(PROVIDER_PRESETS.filter(({ base_url }) => base_url !== ""))("$label is accepted as it stands", (preset) => {
    const { name, slug, base_url, dialect, auth_method, carrier } = preset;
    const input = { name, slug, base_url, dialect, auth_method, auth_config: authConfig(auth_method, carrier) };
    expect(CreateProviderInput.safeParse(input).error).toBeUndefined();
  });
});
