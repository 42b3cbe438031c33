/** A doubly linked line: joining at the end and leaving from anywhere cost the same however long it is. */
export interface Linked<T> {
  before: T | undefined;
  after: T | undefined;
}

export class Line<T extends Linked<T>> {
  first: T | undefined;
  last: T | undefined;
  size = 0;

  push(item: T): void {
    this.insertAfter(this.last, item);
  }

  /** Puts `item` right behind `place`; in front of all when there is none. */
  insertAfter(place: T | undefined, item: T): void {
    const next = place === undefined ? this.first : place.after;
    item.before = place;
    item.after = next;
    if (place === undefined) this.first = item;
    else place.after = item;
    if (next === undefined) this.last = item;
    else next.before = item;
    this.size++;
  }

  remove(item: T): void {
    if (item.before === undefined) this.first = item.after;
    else item.before.after = item.after;
    if (item.after === undefined) this.last = item.before;
    else item.after.before = item.before;
    item.before = undefined;
    item.after = undefined;
    this.size--;
  }
}
