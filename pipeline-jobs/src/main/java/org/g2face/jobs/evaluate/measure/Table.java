package org.g2face.jobs.evaluate.measure;

/** The table of the paper that a number belongs to. */
public enum Table {
  I("I", "True acceptance rate (TAR) of anonymized faces"),
  II("II", "Identity cosine of original and anonymized faces"),
  III("III", "Utility of anonymized faces"),
  IV("IV", "Password extraction"),
  V("V", "Quality of recovered faces"),
  VI("VI", "Ablation"),
  VII("VII", "Cost"),
  /** Figures 6 and 7. */
  DIVERSITY("diversity", "Diversity of anonymized faces"),
  /** Not of the paper: what attacks on the pictures reach. */
  PRIVACY("privacy", "Re-identification of anonymized faces");

  private final String key;
  private final String title;

  Table(String key, String title) {
    this.key = key;
    this.title = title;
  }

  /** What stands in the column {@code table}. */
  public String key() {
    return key;
  }

  /** A heading for a person. */
  public String title() {
    return title;
  }

  /**
   * @throws IllegalArgumentException if no table has this key
   */
  public static Table of(String key) {
    for (Table table : values()) {
      if (table.key.equals(key)) {
        return table;
      }
    }
    throw new IllegalArgumentException("no table is called " + key);
  }
}
