import { EyeIcon, EyeOffIcon } from "lucide-react";
import { type ComponentProps, useState } from "react";
import type { ControlProps } from "@/components/forms/form-field";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";

type SecretInputProps = Omit<ComponentProps<typeof Input>, "type"> & { control: ControlProps };

/** Hides what is typed until it is asked for. No password manager should offer to keep an upstream's secret. */
export function SecretInput({ control, autoComplete = "off", ...props }: SecretInputProps) {
  const [isShown, setShown] = useState(false);
  return (
    <div className="relative">
      <Input
        {...control}
        {...props}
        type={isShown ? "text" : "password"}
        autoComplete={autoComplete}
        spellCheck={false}
        className="pr-10"
      />
      <Button
        variant="ghost"
        size="icon-sm"
        className="absolute top-0.5 right-0.5 text-muted-foreground"
        aria-pressed={isShown}
        onClick={() => setShown(!isShown)}
      >
        {isShown ? <EyeOffIcon /> : <EyeIcon />}
        <span className="sr-only">Show what is typed</span>
      </Button>
    </div>
  );
}
