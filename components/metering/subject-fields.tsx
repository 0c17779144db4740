import { XIcon } from "lucide-react";
import { useId, useState } from "react";
import { FormField } from "@/components/forms/form-field";
import { type Option, OptionPicker } from "@/components/forms/option-picker";
import {
  COUNTED_DIMENSIONS,
  dimensionHeading,
  dimensionWord,
  NAMED_COLUMNS,
} from "@/components/metering/dimension-words";
import { FormSection } from "@/components/metering/form-section";
import type { NamedSubject } from "@/components/metering/subject-sentence";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Select, SelectContent, SelectItem, SelectTrigger } from "@/components/ui/select";
import { ToggleGroup, ToggleGroupItem } from "@/components/ui/toggle-group";
import { SUBJECT_DIMENSIONS, type SubjectChoice, type SubjectColumn } from "@/lib/services/rules/schema";

export type Subjects = Partial<Record<SubjectColumn, string>>;

type SubjectFieldsProps = {
  choices: readonly SubjectChoice[];
  value: Subjects;
  onChange: (value: Subjects) => void;
};

const TYPED: Partial<Record<SubjectColumn, string>> = {
  end_user_id: "As calls name them, e.g. user-42",
  tag: "demo",
  model_pattern: "gpt-4o or gpt-* or openai/*",
};

/** Which calls a rule is about: all of them until something is named, then those that match everything named. */
export function SubjectFields({ choices, value, onChange }: SubjectFieldsProps) {
  const named = NAMED_COLUMNS.filter((column) => value[column] !== undefined);
  const open = NAMED_COLUMNS.filter((column) => value[column] === undefined && isOffered(column, choices));
  return (
    <FormSection title="Which calls">
      {named.map((column) => (
        <SubjectField
          key={column}
          column={column}
          value={value[column] ?? ""}
          options={optionsOf(column, choices)}
          onChange={(next) => onChange({ ...value, [column]: next })}
          onRemove={() => onChange(without(value, column))}
        />
      ))}
      <AddSubject
        columns={open}
        isFirst={named.length === 0}
        onAdd={(column) => onChange({ ...value, [column]: "" })}
      />
    </FormSection>
  );
}

type SubjectFieldProps = {
  column: SubjectColumn;
  value: string;
  options: readonly Option[];
  onChange: (value: string) => void;
  onRemove: () => void;
};

function SubjectField({ column, value, options, onChange, onRemove }: SubjectFieldProps) {
  const label = dimensionHeading(SUBJECT_DIMENSIONS[column]);
  const hint = TYPED[column];
  const listId = useId();
  return (
    <div className="flex items-end gap-2">
      <FormField name={column} label={label}>
        {(control) =>
          hint === undefined ? (
            <OptionPicker
              control={control}
              groups={[{ heading: label, options }]}
              selected={new Set(value === "" ? [] : [value])}
              onPick={onChange}
              text={options.find((option) => option.value === value)?.label ?? (value === "" ? "Choose…" : value)}
            />
          ) : (
            <>
              <Input
                {...control}
                value={value}
                placeholder={hint}
                autoComplete="off"
                list={options.length > 0 ? listId : undefined}
                className={column === "model_pattern" ? "font-mono md:text-xs" : undefined}
                onChange={(event) => onChange(event.currentTarget.value)}
              />
              <datalist id={listId}>
                {options.map((option) => (
                  <option key={option.value} value={option.value} />
                ))}
              </datalist>
            </>
          )
        }
      </FormField>
      <Button variant="ghost" size="icon" onClick={onRemove}>
        <XIcon />
        <span className="sr-only">Remove {label.toLowerCase()}</span>
      </Button>
    </div>
  );
}

type AddSubjectProps = { columns: readonly SubjectColumn[]; isFirst: boolean; onAdd: (column: SubjectColumn) => void };

function AddSubject({ columns, isFirst, onAdd }: AddSubjectProps) {
  const [round, setRound] = useState(0);
  return (
    <Select
      // A choice adds a field and is forgotten.
      key={round}
      onValueChange={(next) => {
        const column = columns.find((one) => one === next);
        if (column) onAdd(column);
        setRound(round + 1);
      }}
    >
      <SelectTrigger size="sm" aria-label="Narrow to" className="text-muted-foreground">
        {isFirst ? "All calls. Narrow to…" : "And also to…"}
      </SelectTrigger>
      <SelectContent>
        {columns.map((column) => (
          <SelectItem key={column} value={column}>
            {dimensionHeading(SUBJECT_DIMENSIONS[column])}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  );
}

type PerFieldProps = { value: readonly string[]; onChange: (value: string[]) => void };

/** The dimensions that get a counter each; none means one counter for all. */
export function PerField({ value, onChange }: PerFieldProps) {
  const id = useId();
  return (
    <FormSection title="A counter of its own for each" hintId={`${id}-hint`}>
      <ToggleGroup
        type="multiple"
        aria-label="A counter of its own for each"
        value={[...value]}
        onValueChange={onChange}
        className="h-auto w-full flex-wrap gap-0.5"
      >
        {COUNTED_DIMENSIONS.map((dimension) => (
          <ToggleGroupItem key={dimension} value={dimension} className="h-7">
            {dimensionWord(dimension)}
          </ToggleGroupItem>
        ))}
      </ToggleGroup>
      <p id={`${id}-hint`} className="text-xs text-muted-foreground">
        {value.length === 0 ? "None: all matching calls share one counter." : "Each value is counted by itself."}
      </p>
    </FormSection>
  );
}

/** What is named, for the sentence; a field that is still empty says so. */
export function namedSubjects(value: Subjects, choices: readonly SubjectChoice[]): NamedSubject[] {
  return NAMED_COLUMNS.flatMap((column) => {
    const text = value[column];
    if (text === undefined) return [];
    const dimension = SUBJECT_DIMENSIONS[column];
    const known = choices.find((choice) => choice.dimension === dimension && choice.value === text);
    return [{ dimension, name: text === "" ? "…" : (known?.name ?? text) }];
  });
}

function optionsOf(column: SubjectColumn, choices: readonly SubjectChoice[]): Option[] {
  return choices
    .filter((choice) => choice.dimension === SUBJECT_DIMENSIONS[column])
    .map(({ value, name, detail }) => ({ value, label: name, ...(detail === null ? {} : { hint: detail }) }));
}

/** What has no rows to choose from is not offered, unless it is typed. */
function isOffered(column: SubjectColumn, choices: readonly SubjectChoice[]): boolean {
  return TYPED[column] !== undefined || optionsOf(column, choices).length > 0;
}

function without(value: Subjects, column: SubjectColumn): Subjects {
  const { [column]: _, ...rest } = value;
  return rest;
}
