namespace Haneul.Model;

/// <summary>Finding and adding key pairs, which clients know by name.</summary>
public static class KeyPairs
{
    public static KeyPair? Named(Scope scope, string name) => scope.All<KeyPair>().FirstOrDefault(k => k.Name == name);

    /// <summary>Adds a pair; its name must be free.</summary>
    public static KeyPair Add(Draft draft, string name, string type, string publicKey, string fingerprint)
    {
        if (name.Length is 0 or > 255) throw Fault.Invalid("KeyName", name.Length > 40 ? name[..40] : name, "A key pair's name has 1 to 255 characters");
        if (Named(draft, name) is not null) throw new Fault("InvalidKeyPair.Duplicate", $"The keypair already exists: {name}");
        return draft.Put(new KeyPair
        {
            Id = draft.NewId<KeyPair>(), Name = name, Type = type, PublicKey = publicKey, Fingerprint = fingerprint, CreateTime = draft.Now,
        });
    }
}
