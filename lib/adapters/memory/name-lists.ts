/** `[number of the list of names, value, value, ...]`, or the object itself where there are too many lists. */
export type PackedFields = readonly [number, ...unknown[]] | Fields;

type Fields = Readonly<Record<string, unknown>>;

/** A name after the names before it. Nearly always the same one follows, so it is kept at hand. */
type Place = { list: number | null; lastName: string; lastPlace: Place | null; others: Map<string, Place> | null };

/** What a caller could invent names of without end is written out from here on. */
const MAX_LISTS = 10_000;

/** Numbers lists of names within one file, so that records are written as their values. */
export function createNameLists(
  onNew: (n: number, names: readonly string[]) => void,
): (fields: Fields) => PackedFields {
  const root = emptyPlace();
  let lists = 0;

  return (fields) => {
    let place = root;
    const packed: [number, ...unknown[]] = [0];
    for (const name in fields) {
      const value = fields[name];
      // JSON has no undefined: in an object it is left out, in a list it would become null.
      if (value === undefined) continue;
      place = place.lastPlace !== null && place.lastName === name ? place.lastPlace : placeAfter(place, name);
      packed.push(value);
    }
    if (place.list === null) {
      if (lists >= MAX_LISTS) return fields;
      place.list = lists;
      lists += 1;
      onNew(
        place.list,
        Object.keys(fields).filter((name) => fields[name] !== undefined),
      );
    }
    packed[0] = place.list;
    return packed;
  };
}

export function unpackFields(lists: readonly (readonly string[])[], packed: PackedFields): Fields {
  if (!isList(packed)) return packed;
  const names = lists[packed[0]];
  if (!names) throw new RangeError(`list of names ${packed[0]} is used before it is told`);
  return Object.fromEntries(names.map((name, index) => [name, packed[index + 1]]));
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
  return { list: null, lastName: "", lastPlace: null, others: null };
}
