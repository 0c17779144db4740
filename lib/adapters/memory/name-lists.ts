/**
 * `[number of the list of names, value, value, ...]`; or `[~number, place, value, place, value, ...]`, the values told last
 * under that list but for those; or the object itself where there are too many lists.
 */
export type PackedFields = readonly [number, ...unknown[]] | Fields;

type Fields = Readonly<Record<string, unknown>>;

export type NameLists = {
  pack(fields: Fields): PackedFields;
  /** What was packed last may not have been written: nothing is told from it. */
  forget(): void;
};

/**
 * A name after the names before it. Nearly always the same one follows, so it is kept at hand. `told` are the values that
 * were told last under the list that ends here.
 */
type Place = {
  list: number | null;
  told: unknown[] | null;
  lastName: string;
  lastPlace: Place | null;
  others: Map<string, Place> | null;
};

/** What a caller could invent names of without end is written out from here on. */
const MAX_LISTS = 10_000;

/** In the place of a value that was told: an empty list, and what may change without becoming another object. */
const EMPTY = Symbol("an empty list");
const UNLIKE_ANY = Symbol("an object");

/** Numbers lists of names within one file, so that records are written as those of their values that differ. */
export function createNameLists(onNew: (n: number, names: readonly string[]) => void): NameLists {
  const root = emptyPlace();
  const places: Place[] = [];
  const values: unknown[] = [];

  function endOf(fields: Fields): Place {
    let place = root;
    values.length = 0;
    for (const name in fields) {
      const value = fields[name];
      // JSON has no undefined: in an object it is left out, in a list it would become null.
      if (value === undefined) continue;
      place = place.lastPlace !== null && place.lastName === name ? place.lastPlace : placeAfter(place, name);
      values.push(value);
    }
    return place;
  }

  return {
    pack(fields) {
      const place = endOf(fields);
      if (place.list === null) {
        if (places.length >= MAX_LISTS) return fields;
        place.list = places.length;
        places.push(place);
        onNew(
          place.list,
          Object.keys(fields).filter((name) => fields[name] !== undefined),
        );
      }
      if (place.told === null) place.told = values.map(asTold);
      else {
        const packed = changesOf(place.list, values, place.told);
        if (packed.length <= values.length) return packed;
      }
      return [place.list, ...values];
    },
    forget() {
      for (const place of places) place.told = null;
    },
  };
}

/** What differs from `told`, which is brought up to date. */
function changesOf(list: number, values: readonly unknown[], told: unknown[]): PackedFields & readonly unknown[] {
  const packed: [number, ...unknown[]] = [~list];
  for (let place = 0; place < values.length; place += 1) {
    const value = values[place];
    if (value === told[place] || (told[place] === EMPTY && isEmptyList(value))) continue;
    told[place] = asTold(value);
    packed.push(place, value);
  }
  return packed;
}

function asTold(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return isEmptyList(value) ? EMPTY : UNLIKE_ANY;
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** The lists of names that a file has told so far, each with the values told last under it. */
export type ToldNames = { names: readonly string[]; values: unknown[] | null }[];

export function unpackFields(lists: ToldNames, packed: PackedFields): Fields {
  if (!isList(packed)) return packed;
  const [first] = packed;
  const list = lists[first < 0 ? ~first : first];
  if (!list) throw new RangeError(`list of names ${first} is used before it is told`);
  if (first >= 0) list.values = packed.slice(1);
  else change(list.values, packed);
  const { names, values } = list;
  return Object.fromEntries(names.map((name, index) => [name, values?.[index]]));
}

function change(values: unknown[] | null, packed: readonly [number, ...unknown[]]): void {
  if (values === null) throw new RangeError(`values under list ${packed[0]} differ from some that were not told`);
  for (let at = 1; at < packed.length; at += 2) values[Number(packed[at])] = packed[at + 1];
}

function isList(packed: PackedFields): packed is readonly [number, ...unknown[]] {
  return Array.isArray(packed);
}

function placeAfter(place: Place, name: string): Place {
  place.others ??= new Map();
  let next = place.others.get(name);
  if (!next) {
    next = emptyPlace();
    place.others.set(name, next);
  }
  place.lastName = name;
  place.lastPlace = next;
  return next;
}

function emptyPlace(): Place {
  return { list: null, told: null, lastName: "", lastPlace: null, others: null };
}
