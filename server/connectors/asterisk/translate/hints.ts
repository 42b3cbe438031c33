/** `PJSIP/1001`, `SIP/1001`, `DAHDI/1`: a spelling that names a device. `Local/…` and `hint:…` name an extension. */
export function deviceForm(spelling: string): string | undefined {
  if (!/^[A-Za-z][\w-]*[/:].+/.test(spelling) || extensionOf(spelling) !== undefined) return undefined;
  return spelling;
}

/** `Local/1005@agents/n`, `hint:1005@agents` → `1005@agents`. */
function extensionOf(spelling: string): string | undefined {
  return /^(?:hint:|Local\/)([^/]+)/i.exec(spelling)?.[1];
}

/**
 * Which device an extension stands for. The PBX tells in `ExtensionStatus` and `ExtensionStateList`; where it has not yet,
 * a member of the same name or the way the others are named says it. Once given, a person's key stays: ids are made of it.
 */
export class Hints {
  private readonly devices = new Map<string, string>();
  private readonly keys = new Map<string, string>();
  /** Device → key, where the two differ. */
  private readonly owners = new Map<string, string>();
  private readonly techs = new Map<string, number>();

  /** `PJSIP/1005&Custom:DND1005`: the first that is a phone counts. */
  learn(extension: string, hint: string): void {
    const device = hint
      .split(/[&,]/)
      .find((part) => deviceForm(part) !== undefined && !/^(?:Custom|Presence|Queue|Park|Confbridge|MWI):/i.test(part));
    if (device === undefined || extension === '') return;
    this.devices.set(extension, device);
    const key = this.keys.get(extension);
    if (key !== undefined && key !== device) this.owners.set(device, key);
  }

  keyOf(spelling: string, namesake: string | undefined): string {
    const device = deviceForm(spelling);
    if (device !== undefined) {
      this.countTech(device);
      return this.owners.get(device) ?? device;
    }
    const extension = extensionOf(spelling) ?? spelling;
    const known = this.keys.get(extension);
    if (known !== undefined) return known;
    const key = this.devices.get(extension) ?? namesake ?? this.guess(extension);
    this.keys.set(extension, key);
    return key;
  }

  ownerOf(device: string): string | undefined {
    return this.owners.get(device);
  }

  private countTech(device: string): void {
    const tech = device.slice(0, device.search(/[/:]/));
    this.techs.set(tech, (this.techs.get(tech) ?? 0) + 1);
  }

  /** A PBX that calls its other phones `PJSIP/<extension>` most likely does so here. */
  private guess(extension: string): string {
    const number = extension.split('@')[0] ?? extension;
    const usual = [...this.techs].filter(([tech]) => !/^(?:Local|Agent|Custom)$/i.test(tech)).sort((a, b) => b[1] - a[1])[0]?.[0];
    return `${usual ?? 'PJSIP'}/${number}`;
  }
}
