import { FormField } from "@/components/forms/form-field";
import { carrierLabel } from "@/components/providers/auth-config";
import { AUTH_LABELS } from "@/components/providers/provider-presets";
import { Input } from "@/components/ui/input";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import { AuthMethod } from "@/lib/services/providers/schema";

const CARRIER_PATHS: Readonly<Record<AuthMethod, string>> = {
  BEARER: "auth_config",
  HEADER: "auth_config.header",
  QUERY: "auth_config.param",
  BASIC: "auth_config.username",
};

type AuthFieldsProps = {
  method: AuthMethod;
  carrier: string;
  onChange: (change: { method?: AuthMethod; carrier?: string }) => void;
};

/** How the credential travels: the method and the name that it needs. */
export function AuthFields({ method, carrier, onChange }: AuthFieldsProps) {
  const label = carrierLabel(method);
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <FormField name="auth_method" label="Credential is sent as">
        {({ id, "aria-describedby": describedBy }) => (
          <Select
            value={method}
            onValueChange={(next) => {
              const known = AuthMethod.safeParse(next);
              if (known.success) onChange({ method: known.data });
            }}
          >
            <SelectTrigger id={id} aria-describedby={describedBy} className="w-full">
              <SelectValue />
            </SelectTrigger>
            <SelectContent>
              {AuthMethod.options.map((option) => (
                <SelectItem key={option} value={option}>
                  {AUTH_LABELS[option]}
                </SelectItem>
              ))}
            </SelectContent>
          </Select>
        )}
      </FormField>
      {label && (
        <FormField name={CARRIER_PATHS[method]} label={label}>
          {(control) => (
            <Input
              {...control}
              value={carrier}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => onChange({ carrier: event.currentTarget.value })}
            />
          )}
        </FormField>
      )}
    </div>
  );
}
